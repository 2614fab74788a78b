# A real-mode guest of a 32-bit host that enters IA-32e mode on its own, since nothing stops it. At the VM exit the host cannot take over: VMX abort 6.
#! not-for-bochs: there it never ends
#! args: --cpu haswell
#! exit: 3
#! explained: VMX abort 6: the VM exit with reason 18, VMCALL, could not be completed
#! explained: the guest has entered IA-32e mode, and `host_address_space_size` is 0
        .include <host.inc>
        vmx_host guest, bits=32
on_vm_exit:
        vmx_host_end
        .code16
guest_start:
        mov     $guest_pages, %eax
        mov     %eax, %cr3
        mov     %cr4, %eax
        or      $0x20, %eax                             # PAE
        mov     %eax, %cr4
        mov     $0xC0000080, %ecx
        mov     $0x100, %eax                            # LME
        xor     %edx, %edx
        wrmsr
        mov     %cr0, %eax
        or      $0x80000001, %eax                       # PG and PE
        mov     %eax, %cr0
        vmcall
        .vmcs   guest
                processor_based = use_msr_bitmaps | activate_secondary_controls
                processor_based2 = enable_ept | unrestricted_guest
                msr_bitmaps     = no_msrs
                ept_pointer     = ept.eptp
                guest.cr0       = NE
                guest.cr4       = VMXE
                guest.segments  = realmode(0)
                guest.rip       = guest_start
                host.rip        = on_vm_exit
        .endvmcs
        .msrbitmap no_msrs
        .pagetables ept, format=ept
                .map    0, 0, 4M, read | write | execute
        .endpagetables
        .pagetables guest_pages, format=ia32e
                .map    0, 0, 4M, present | writable
        .endpagetables
