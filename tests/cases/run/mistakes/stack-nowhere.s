# A stack where no memory is.
#! not-for-bochs: the explanation is what is looked at
#! exit: 3
#! explained: the stack is where no memory is, at the physical address 0xf0000000
        .include "kernel.inc"
        real_start
        protected
        movl    $0xf0000000, %esp
        call    work
        hlt
work:   ret
        tables
