# A division by zero, and no gate for it.
#! not-for-bochs: the explanation is what is looked at
#! exit: 3
#! explained: 12: #DE
#! explained: entry 0x0 of the IDT, at 0x1000, is empty: no handler for #DE was installed
        .include "kernel.inc"
        real_start
        protected
        interrupts
        xorl    %edx, %edx
        xorl    %ecx, %ecx
        divl    %ecx
        hlt
        tables
