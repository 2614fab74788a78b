# An instruction that 64-bit mode has not.
#! not-for-bochs: the explanation is what is looked at
#! exit: 3
#! explained: the instruction does not exist in 64-bit mode
        .include "kernel.inc"
        real_start
        protected
        long_mode
        .byte   0x06
        hlt
        tables
