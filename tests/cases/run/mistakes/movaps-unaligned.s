# MOVAPS of an operand at 8 more than a multiple of 16.
#! not-for-bochs: the explanation is what is looked at
#! exit: 3
#! explained: the operand of `movaps` at 0x7008 is not at a multiple of 16
        .include "kernel.inc"
        real_start
        protected
        long_mode
        movq    %cr4, %rax
        orl     $0x600, %eax
        movq    %rax, %cr4
        movq    $0x7008, %rbx
        movaps  (%rbx), %xmm0
        hlt
        tables
