# Long mode without the far jump.
#! not-for-bochs: the explanation is what is looked at
#! exit: 3
#! explained: CS (selector 0x8) is a 32-bit segment
        .include "kernel.inc"
        real_start
        protected
        tables4
        pae
        lme
        pg
        .code64
        movabsq $0x1122334455667788, %rax
        movq    %rax, %r8
        pushq   %rax
        hlt
        tables
