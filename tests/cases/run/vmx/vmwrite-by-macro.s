# A host that writes its fields by macros of its own: the line in the macro, and the lines that used it.
#! explained: 11: `guest.rflags` is 0x8002
#! explained: 14: in the expansion of macro `field`
#! explained: 18: in the expansion of macro `flags`
#! explained: 19: `vmlaunch` failed
        .include "mistakes.inc"
        .text
        .macro  field number, value
        mov     $\number, %edx
        mov     $\value, %rax
        vmwrite %rax, %rdx
        .endm
        .macro  flags value
        field   0x6820, \value
        .endm
        to_64_bits
        into_vmx
        flags   0x8002
        vmlaunch
        jmp     failed
on_exit:
        poweroff
        .code32
guest_start:
        vmcall
        .code64
        the_rest
        the_vmcs
        .endvmcs
