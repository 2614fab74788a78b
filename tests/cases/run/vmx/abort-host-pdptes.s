# A host with PAE paging whose page-directory-pointer table is wrong. VM entry does not look at it; the VM exit does, and has nobody left to tell: VMX abort 2.
#! not-for-bochs: there it never ends
#! exit: 3
#! explained: VMX abort 2: the VM exit with reason 18, VMCALL, could not be completed
#! explained: an entry of the page-directory-pointer table at `host.cr3`
        .include <host.inc>
        vmx_host guest, bits=32
on_vm_exit:
        vmx_host_end
guest_start:
        vmcall
        .vmcs   guest
                guest.cr3       = vmx_host_pages.cr3
                guest.cr4       = PSE
                guest.cs        = vmx_host_gdt:vmx_host_cs
                guest.ss        = vmx_host_gdt:vmx_host_ds
                guest.gdtr      = vmx_host_gdt
                guest.rip       = guest_start
                host.cr4        = VMXE | PAE
                host.cr3        = directories
                host.rip        = on_vm_exit
        .endvmcs
        .data
        .balign 32
directories:
        .quad   vmx_host_pages + 1, 0, 0, 0x1E1         # present, with bits that are reserved there
