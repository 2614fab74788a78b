# The null selector in SS.
#! not-for-bochs: the explanation is what is looked at
#! exit: 3
#! explained: 9: #GP with error code 0x0: SS cannot be null
        .include "kernel.inc"
        real_start
        protected
        xorl    %eax, %eax
        movw    %ax, %ss
        hlt
        tables
