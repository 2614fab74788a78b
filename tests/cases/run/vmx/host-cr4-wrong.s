# The host has pages of 4 MiB, and host.cr4 takes PSE away: from the VM exit on its page tables mean something else.
#! exit: 3
#! not-for-bochs: there it never ends
#! explained: a VM exit (18, VMCALL) had loaded the host's state just before
#! explained: 21: `host.cr4` is 0x2000: without PSE, the processor reads the host's page tables otherwise than before; at the VM entry, CR4 was 0x2010
#! explained: satisfied by: 0x2010
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
                host.rip        = on_vm_exit
                host.cr4        = VMXE
        .endvmcs
