# With virtual NMIs the processor's own NMIs are never blocked: neither by the guest's blocking, nor by that of the host, which has not executed IRET since its last NMI.
#! args: --cpu haswell
#! not-for-bochs: there an NMI waits for the host's IRET
#! serial: 00000000/80000202 00000000/80000202 00000012/00000000
        .include <host.inc>
        vmx_host guest
on_vm_exit:
        vmx_save_registers
        vmx_read VMX_EXIT_REASON
        print_hex
        print   "/"
        vmx_read VMX_EXIT_INTERRUPTION_INFORMATION
        print_hex
        vmx_read VMX_EXIT_REASON
        cmp     $VMX_REASON_VMCALL, %eax
        je      2f
        print   " "
        incl    count
        cmpl    $2, count
        je      1f
        mov     $0x830, %ecx                            # another one, while the first still blocks
        mov     $0x4400, %eax
        xor     %edx, %edx
        wrmsr
        mov     $8, %eax
        vmx_write VMX_GUEST_INTERRUPTIBILITY_STATE
1:      vmx_resume_guest
2:      vmx_host_end
guest_start:
        mov     $0x1B, %ecx
        rdmsr
        or      $0xC00, %eax                            # the x2APIC
        wrmsr
        mov     $0x80F, %ecx
        mov     $0x1FF, %eax
        xor     %edx, %edx
        wrmsr
        mov     $0x830, %ecx
        mov     $0x4400, %eax                           # an NMI to processor 0
        wrmsr
        nop
        nop
        vmcall
        .vmcs   guest
                pin_based       = nmi_exiting | virtual_nmis
                processor_based = use_msr_bitmaps
                msr_bitmaps     = no_msrs
                entry           = ia32e_mode_guest
                guest.cr0       = PE | PG | NE
                guest.cr3       = vmx_host_pages.cr3
                guest.cr4       = PAE
                guest.cs        = vmx_host_gdt:vmx_host_cs
                guest.ss        = vmx_host_gdt:vmx_host_ds
                guest.rip       = guest_start
                host.rip        = on_vm_exit
        .endvmcs
        .msrbitmap no_msrs
        .data
count:  .long   0
