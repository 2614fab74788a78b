# A system call from level 3, and no task-state segment.
#! not-for-bochs: the explanation is what is looked at
#! exit: 3
#! explained: while that was delivered: #TS
#! explained: TR was never loaded
        .include "kernel.inc"
        real_start
        protected
        interrupts
        gate    0x80, service, 0xee00
        identity 7
        paging
        pushl   $0x23
        pushl   $0x6000
        pushl   $2
        pushl   $0x1b
        pushl   $user
        iret
user:   int     $0x80
        jmp     .
service: iret
        tables
