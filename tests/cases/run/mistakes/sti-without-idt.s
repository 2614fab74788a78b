# Interrupts before there is an IDT.
#! not-for-bochs: the explanation is what is looked at
#! exit: 3
#! explained: interrupt request, vector 0x8
#! explained: IDTR is still that of real mode
        .include "kernel.inc"
        real_start
        protected
        sti
1:      hlt
        jmp     1b
        tables
