# IRET with the error code still on the stack.
#! not-for-bochs: the explanation is what is looked at
#! exit: 3
#! explained: the handler has to take the exception's error code off the stack before IRET
        .include "kernel.inc"
        real_start
        protected
        interrupts
        gate    13, protection
        movw    $0x80, %ax
        movw    %ax, %ds
        hlt
protection:
        movl    $1, seen
        iret
        .data
seen:   .long   0
        tables
