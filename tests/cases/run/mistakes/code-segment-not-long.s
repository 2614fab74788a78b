# Long mode, and a far jump to a 32-bit code segment.
#! not-for-bochs: the explanation is what is looked at
#! exit: 3
#! explained: triple fault in compatibility mode
#! explained: CS (selector 0x8) is a 32-bit segment: 64-bit code begins with a far jump
        .include "kernel.inc"
        real_start
        protected
        tables4
        pae
        lme
        pg
        ljmp    $8, $1f
        .code64
1:      movq    $0x7c00, %rsp
        movabsq $0x1122334455667788, %rax
        pushq   %rax
        call    1f
1:      hlt
        tables
