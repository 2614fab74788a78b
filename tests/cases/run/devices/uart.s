# 16550A on COM1 in loopback: registers, FIFO, line and modem status, interrupt identification and its priorities.
#! not-for-bochs: the transmitter's interrupt is forgotten when a byte arrives
#! serial:  005a 0001 0000 0003 0000
#! serial:  0001 0061 0055 0060 0003 00fb 00f0 00b4 000b 0000
#! serial:  00c1 0061 0011 0022 0033 0060 0001
#! serial:  0002 0001 0002 0006 0063 0004 0077 0002 0000 0022 0001 0001
#! serial:  0079 0000 0060
        .include "../show.inc"
        .include "pause.inc"
        .set    COM, 0x3f8
        .macro  put reg, value
        movw    $COM + \reg, %dx
        movb    $\value, %al
        outb    %al, %dx
        .endm
        .macro  get reg
        movw    $COM + \reg, %dx
        inb     %dx, %al
        xorb    %ah, %ah
        .endm
        .macro  loopback
        call    sent
        put     4, 0x10
        .endm
        .macro  online
        put     4, 0x03
        .endm
# results wait here until the line is free for them
        .macro  keep reg
        get     \reg
        call    store
        .endm
        .macro  tell
        online
        call    print_all
        .endm
start:  begin
        movw    $results, %di
        put     7, 0x5a                         # scratch
        keep    7
        put     3, 0x83                         # divisor latch
        put     0, 0x01
        put     1, 0x00
        keep    0
        keep    1
        put     3, 0x03
        keep    3
        put     1, 0x00
        keep    1
        tell

        loopback
        put     2, 0x00                         # without FIFO
        keep    2
        put     0, 0x55
        call    wait_ready
        keep    5
        keep    0
        keep    5
        keep    6                               # modem status: OUT2 OUT1 RTS DTR are all 0
        put     4, 0x1f
        keep    6                               # all four are 1, with their changes
        keep    6                               # read once more: no changes
        put     4, 0x1b
        keep    6                               # RI went away: its trailing edge
        put     4, 0x10
        keep    6
        keep    6
        tell

        loopback
        put     2, 0x07                         # FIFOs on and cleared
        keep    2
        put     0, 0x11
        call    wait_sent
        put     0, 0x22
        call    wait_sent
        put     0, 0x33
        call    wait_sent
        keep    5
        keep    0
        keep    0
        keep    0
        keep    5
        put     2, 0x00                         # off again
        keep    2
        tell

        loopback
        put     2, 0x00
        put     1, 0x02                         # THRE interrupt at once
        keep    2
        keep    2                               # reading it took it away
        put     1, 0x00
        put     1, 0x0f                         # all: what has the highest priority?
        get     6
        put     4, 0x11                         # DSR changes
        get     2
        call    store
        put     0, 0x66
        call    wait_sent
        put     0, 0x77                         # overrun
        call    pause
        call    pause
        keep    2                               # line status first
        keep    5
        keep    2                               # then data
        keep    0
        keep    2                               # then the empty transmitter
        keep    2                               # then the modem
        keep    6
        keep    2
        put     1, 0x00
        keep    2
        tell

        loopback
        put     3, 0x43                         # break
        call    wait_ready
        keep    5
        keep    0
        put     3, 0x03
        keep    5
        tell
        jmp     finish

sent:   pushw   %ax
        pushw   %dx
        movw    $COM + 5, %dx
1:      inb     %dx, %al
        testb   $0x40, %al
        jz      1b
        popw    %dx
        popw    %ax
        ret
wait_sent:
        call    sent
        call    pause
        ret
wait_ready:
        movw    $COM + 5, %dx
        movw    $0xffff, %cx
1:      call    pause
        movw    $COM + 5, %dx
        ret
store:  movw    %ax, (%di)
        addw    $2, %di
        ret
print_all:
        movw    %di, %cx
        movw    $results, %di
1:      cmpw    %cx, %di
        je      2f
        show    (%di)
        addw    $2, %di
        jmp     1b
2:      line
        movw    $results, %di
        ret
        .bss
results: .space 64
