# RET takes what is no return address.
#! not-for-bochs: the explanation is what is looked at
#! exit: 3
#! explained: there is no memory at the physical address 0x41414141
        .include "kernel.inc"
        real_start
        protected
        call    work
        hlt
work:   pushl   $0x41414141
        ret
        tables
