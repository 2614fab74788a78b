# An address that is not canonical.
#! not-for-bochs: the explanation is what is looked at
#! exit: 3
#! explained: the address 0x800000000000 is not canonical
        .include "kernel.inc"
        real_start
        protected
        long_mode
        movabsq $0x800000000000, %rbx
        movq    (%rbx), %rax
        hlt
        tables
