# The host sets the fields by hand and forgets HOST_RSP: the first push after the VM exit is its end.
#! exit: 3
#! exit-reasons: VMCALL
#! explained: 15: triple fault
#! explained: a VM exit (18, VMCALL) had loaded the host's state
#! explained: 11: `host.rsp` is 0x0: the page tables
        .include "mistakes.inc"
        to_64_bits
        into_vmx
        xor     %eax, %eax
        vmx_write VMX_HOST_RSP
        vmlaunch
        jmp     failed
on_exit:
        push    %rax
        vmx_read VMX_EXIT_REASON
        .code32
guest_start:
        vmcall
        .code64
        the_rest
        the_vmcs
        .endvmcs
