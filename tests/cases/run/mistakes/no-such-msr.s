# RDMSR of a register that there is not.
#! not-for-bochs: the explanation is what is looked at
#! exit: 3
#! explained: the processor `core2` has no MSR 0x12345678
        .include "kernel.inc"
        real_start
        protected
        movl    $0x12345678, %ecx
        rdmsr
        hlt
        tables
