# Writing to a read-only page with CR0.WP.
#! not-for-bochs: the explanation is what is looked at
#! exit: 3
#! explained: the PTE at 0x11800 has R/W clear, and CR0.WP is set
        .include "kernel.inc"
        real_start
        protected
        identity
        andl    $~2, 0x11000 + 4 * 0x200
        paging
        movl    $1, 0x200000
        hlt
        tables
