# A call through a null pointer.
#! not-for-bochs: the explanation is what is looked at
#! exit: 3
#! explained: triple fault in 32-bit protected mode
#! explained: #UD: the bytes there are no instruction
        .include "kernel.inc"
        real_start
        protected
        xorl    %eax, %eax
        call    *%eax
        hlt
        tables
