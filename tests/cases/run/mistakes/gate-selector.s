# A gate with the data segment's selector.
#! not-for-bochs: the explanation is what is looked at
#! exit: 3
#! explained: INT 0x21
#! explained: selector 0x10): the gate leads to no code segment
        .include "kernel.inc"
        real_start
        protected
        interrupts
        gate    0x21, service, selector=16
        int     $0x21
        hlt
service: iret
        tables
