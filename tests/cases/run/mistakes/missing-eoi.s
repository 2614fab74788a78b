# A handler that sends no end of interrupt.
#! not-for-bochs: the explanation is what is looked at
#! explained: IRQ 0 is still in service: its handler sent no end of interrupt
        .include "kernel.inc"
        real_start
        protected
        interrupts
        gate    8, tick
        sti
1:      hlt
        cmpl    $3, ticks
        jb      1b
        movw    $0x604, %dx
        movw    $0x2000, %ax
        outw    %ax, %dx
tick:   incl    ticks
        iret
        .data
ticks:  .long   0
        tables
