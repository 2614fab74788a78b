# The gates of protected mode, in long mode.
#! not-for-bochs: the explanation is what is looked at
#! exit: 3
#! explained: in IA-32e mode each is 16 bytes
        .include "kernel.inc"
        real_start
        protected
        interrupts
        gate    14, fault, selector=0x28
        long_mode
        movl    0x40000000, %eax
        hlt
fault:  hlt
        tables
