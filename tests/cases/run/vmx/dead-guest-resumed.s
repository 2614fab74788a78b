# A guest that dies of a triple fault and is resumed for ever.
#! args: --no-check --max-instructions 2000000
#! not-for-bochs: there it never ends
#! exit: 4
#! explained: the guest does not get on
#! explained: with reason 2, triple fault
        .include "mistakes.inc"
        to_64_bits
        into_vmx
        vmlaunch
        jmp     failed
on_exit:
        vmresume
        jmp     failed
        .code32
guest_start:
        mov     0x5000000, %eax
        .code64
        the_rest
        the_vmcs
        .endvmcs
