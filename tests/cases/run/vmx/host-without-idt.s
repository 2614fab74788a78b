# A fault in the host right after a VM exit, and no IDT.
#! exit: 3
#! explained: 12: triple fault in 64-bit mode
#! explained: `host.idtr.base` is 0x0
#! explained: there is no IDT there
        .include "mistakes.inc"
        to_64_bits
        into_vmx
        vmlaunch
        jmp     failed
on_exit:
        ud2
        .code32
guest_start:
        vmcall
        .code64
        the_rest
        the_vmcs
        .endvmcs
