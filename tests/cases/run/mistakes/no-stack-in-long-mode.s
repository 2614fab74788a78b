# A stack at the end of the canonical addresses.
#! not-for-bochs: the explanation is what is looked at
#! exit: 3
#! explained: #SS with error code 0x0: the address 0xffff7ffffffffff8 is not canonical
        .include "kernel.inc"
        real_start
        protected
        long_mode
        movq    $0xffff800000000000, %rsp
        pushq   %rax
        hlt
        tables
