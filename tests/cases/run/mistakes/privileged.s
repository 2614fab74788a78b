# CLI at level 3; its handler dies as well.
#! not-for-bochs: the explanation is what is looked at
#! exit: 3
#! explained: `ud2` is there to raise it
#! explained: no handler for #UD was installed
        .include "kernel.inc"
        real_start
        protected
        interrupts
        gate    13, protection
        movl    $task, %eax
        movw    %ax, tss_descriptor + 2
        movw    $0x30, %ax
        ltr     %ax
        identity 7
        paging
        pushl   $0x23
        pushl   $0x6000
        pushl   $2
        pushl   $0x1b
        pushl   $user
        iret
user:   cli
        jmp     .
protection:
        ud2
        tables
