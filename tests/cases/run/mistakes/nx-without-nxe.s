# No-execute in a page-table entry without EFER.NXE.
#! not-for-bochs: the explanation is what is looked at
#! exit: 3
#! explained: bit 63 (no-execute) is reserved while EFER.NXE is 0
        .include "kernel.inc"
        real_start
        protected
        tables4
        movl    $0x200083, 0x12008
        movl    $0x80000000, 0x1200c
        pae
        lme
        pg
        ljmp    $0x28, $1f
        .code64
1:      movl    $1, 0x200000
        hlt
        tables
