# The guest's handler of #UD returns to the instruction that is undefined.
#! not-for-bochs: there it never ends
#! exit: 4
#! args: --max-instructions 1000000
#! explained: #UD was raised
#! explained: times in a row at the same guest instruction
#! explained: satisfied by: `exception_bitmap = UD`
        .include "mistakes.inc"
        to_64_bits
        into_vmx
        vmlaunch
        jmp     failed
on_exit:
        poweroff
        .code32
guest_start:
        ud2
handler:
        iret
        .data
        .idt    guest_idt, format=32
                .gate   UD, handler, selector=guest_cs
        .endidt
        .text
        .code64
        the_rest
        the_vmcs
                guest.idtr = guest_idt
        .endvmcs
