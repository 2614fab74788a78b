# An offset of more than 16 bits in real mode.
#! not-for-bochs: the explanation is what is looked at
#! exit: 3
#! explained: the offset 0x12345 is beyond the limit of DS, 0xffff, as offsets are in real mode
        .include "kernel.inc"
        real_start
        movl    $0x12345, %ebx
        movb    $1, (%ebx)
        hlt
