# 8254, counter 2, by its gate and output at port 61h: modes, latches, read-back, BCD, what a write begins anew.
#! not-for-bochs: mode 1 works once only
#! serial:  0000 0000 0030 0000 0030 0020 00b0
#! serial:  0101
#! serial:  0020 0020 0000 0032 0020 0000 0020
#! serial:  0020 00b4 0020
#! serial:  0020 00b6 0000 0020 0020 0020
#! serial:  0020 0020 00b8 0020 00ba 0020
#! serial:  0031 0020 0010 0020 0020 0000 0020
#! serial:  ff30
        .include "../show.inc"
        .include "pause.inc"
        .macro  control value
        movb    $\value, %al
        outb    %al, $0x43
        .endm
        .macro  load value
        movb    $\value & 0xff, %al
        outb    %al, $0x42
        movb    $\value >> 8, %al
        outb    %al, $0x42
        .endm
        .macro  gate level
        inb     $0x61, %al
        andb    $0xfc, %al
        orb     $\level, %al
        outb    %al, $0x61
        .endm
# the output, as 0 or 20h
        .macro  output
        inb     $0x61, %al
        andw    $0x20, %ax
        show    %ax
        .endm
# the status byte of counter 2, without the null-count bit, which depends on time
        .macro  status
        control 0xe8
        inb     $0x42, %al
        andw    $0xbf, %ax
        show    %ax
        .endm
start:  begin
        cli
        gate    1
        control 0xb0                            # mode 0: low until the end
        output
        load    5000
        output
        status
        call    pause
        output
        status
        call    pause
        call    pause
        call    pause
        call    pause
        call    pause
        output
        status
        line

        control 0xb0                            # closing the gate stops it
        load    20000
        call    pause
        gate    0
        call    pause
        control 0x80                            # latched twice: the first holds
        call    pause
        control 0x80
        inb     $0x42, %al
        movb    %al, %bl
        inb     $0x42, %al
        movb    %al, %bh
        call    pause
        inb     $0x42, %al
        movb    %al, %cl
        inb     $0x42, %al
        movb    %al, %ch
        cmpw    %bx, %cx
        sete    %al
        cmpw    $20000, %bx
        setb    %ah
        show    %ax
        gate    1
        line

        gate    0
        control 0xb2                            # mode 1: a pulse from the gate's edge
        output
        load    2000
        output
        gate    1
        output
        status
        call    pause
        call    pause
        output
        gate    0
        call    pause
        gate    1
        output
        call    pause
        call    pause
        output
        line

        control 0xb4                            # mode 2: high but for one clock
        load    1000
        output
        status
        gate    0                               # closed: high
        output
        gate    1
        line

        control 0xb6                            # mode 3: a square wave
        load    20000
        output
        status
        movw    $9, %cx
1:      call    pause
        loop    1b
        output
        movw    $8, %cx
1:      call    pause
        loop    1b
        output
        gate    0
        output
        gate    1
        output
        line

        control 0xb8                            # mode 4: a strobe from the write
        load    1000
        output
        call    pause
        call    pause
        output
        status
        gate    0
        control 0xba                            # mode 5: a strobe from the gate
        load    1000
        output
        status
        gate    1
        call    pause
        call    pause
        output
        line

        gate    1
        control 0xb1                            # BCD
        load    0x0100
        status
        call    pause
        output
        control 0x90                            # low byte only
        movb    $0, %al
        outb    %al, $0x42
        status
        control 0xa0                            # high byte only
        movb    $1, %al
        outb    %al, $0x42
        status
        call    pause
        output
        control 0xb0                            # a new first byte stops mode 0
        load    0xffff
        movb    $0, %al
        outb    %al, $0x42
        output
        movb    $1, %al
        outb    %al, $0x42
        call    pause
        output
        line

        control 0xb0                            # read-back of count and status together: status comes first
        load    0xffff
        control 0xc8
        inb     $0x42, %al
        andb    $0xbf, %al
        movb    %al, %bl
        inb     $0x42, %al
        inb     $0x42, %al
        movb    %al, %ah
        movb    %bl, %al
        show    %ax
        gate    0
        line
        jmp     finish

