# Paging, and no page for the code that turns it on.
#! not-for-bochs: the explanation is what is looked at
#! exit: 3
#! explained: fetching in supervisor mode, no page is present
#! explained: the page tables must map the code that does it where it runs
        .include "kernel.inc"
        real_start
        protected
        identity
        movl    $0, 0x11000 + 4 * 8
        paging
        hlt
        tables
