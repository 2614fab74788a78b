# A handler that returns to the division by zero.
#! not-for-bochs: the explanation is what is looked at
#! args: --max-instructions 3000000
#! exit: 4
#! explained: exceptions were #DE
#! explained: its handler returns to the instruction, and nothing has changed
        .include "kernel.inc"
        real_start
        protected
        interrupts
        gate    0, divide
        xorl    %ecx, %ecx
        divl    %ecx
        hlt
divide: iret
        tables
