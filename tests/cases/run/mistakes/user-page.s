# Level 3 in a page of the supervisor's.
#! not-for-bochs: the explanation is what is looked at
#! exit: 3
#! explained: the PDE at 0x10000 has U/S clear: it is the supervisor's
        .include "kernel.inc"
        real_start
        protected
        interrupts
        identity
        paging
        pushl   $0x23
        pushl   $0x6000
        pushl   $2
        pushl   $0x1b
        pushl   $user
        iret
user:   jmp     .
        tables
