# INVEPT of a type that does not exist.
#! args: --cpu haswell
#! explained: 9: `invept` failed: VM-instruction error 28
#! explained: type 7 is none that IA32_VMX_EPT_VPID_CAP reports
        .include "mistakes.inc"
        to_64_bits
        into_vmx
        mov     $7, %ecx
        invept  descriptor, %rcx
        poweroff
        .balign 16
descriptor:
        .quad   0, 0
on_exit:
guest_start:
        the_rest
        the_vmcs
        .endvmcs
