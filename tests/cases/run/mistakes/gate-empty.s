# A handler that itself uses a vector without a gate.
#! not-for-bochs: the explanation is what is looked at
#! exit: 3
#! explained: INT 0x22
#! explained: entry 0x22 of the IDT
        .include "kernel.inc"
        real_start
        protected
        interrupts
        gate    13, protection
        int     $0x21
        hlt
protection:
        int     $0x22
        hlt
        tables
