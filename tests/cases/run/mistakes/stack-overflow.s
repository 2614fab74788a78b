# A recursion that leaves the stack.
#! not-for-bochs: the explanation is what is looked at
#! exit: 3
#! explained: writing in supervisor mode, no page is present
        .include "kernel.inc"
        real_start
        protected
        identity
        movl    $0, 0x11000 + 4 * 6
        paging
recurse: pushl  %ebp
        call    recurse
        hlt
        tables
