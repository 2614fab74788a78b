# The host's page tables are where host.cr3 says: nowhere.
#! exit: 3
#! explained: a VM exit (18, VMCALL) had loaded the host's state just before
#! explained: 9: `host.cr3` is 0x300000: these page tables map neither
        .include "mistakes.inc"
        to_64_bits
        into_vmx
        mov     $0x300000, %eax
        vmx_write VMX_HOST_CR3
        vmlaunch
        jmp     failed
        .code32
guest_start:
        vmcall
        .code64
on_exit:
        the_rest
        the_vmcs
        .endvmcs
