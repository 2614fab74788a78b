# Waiting for an interrupt that is masked.
#! not-for-bochs: the explanation is what is looked at
#! explained: HLT waits for an interrupt that cannot come: the 8259s' masks are 0xff
        .include "kernel.inc"
        real_start
        protected
        interrupts
        movb    $0xff, %al
        outb    %al, $0x21
        sti
        hlt
        tables
