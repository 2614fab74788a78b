# The mouse behind the 8042: its own commands by D4h, answers with the interface disabled, status bits, modes, interrupts.
#! serial:  0000 00fa 0070 0000
#! serial:  00fa 00aa 0000 00fa 0000 00fa 0000 0002 0064 00fa 00fa 00fa 00fa 00fa 00fa 00fa 0030 0003 0028
#! serial:  0021 00fa 0008 0000 0000 00fa 00fa 0050 0003 0028 00fa 00fa 0055 00f4 00fa 00fa 00fa 0000 0002 0064 00fe
#! serial:  0004 00fa 6402
        .include "../show.inc"
        .include "8042.inc"
        .macro  mouse values:vararg
        .irp    value, \values
        controller 0xd4
        data    \value
        answer
        .endr
        .endm
start:  begin
        cli
        controller 0xad
        controller 0xa7
        call    drain
        controller 0x60                         # both interfaces off, no interrupts
        data    0x74
        controller 0xa9                         # test of the interface
        answer
        mouse   0xf5                            # it answers all the same
        controller 0x20
        call    get_answer
        andb    $0x73, %al
        show    %ax
        controller 0xa8
        controller 0x20
        call    get_answer
        andb    $0x20, %al
        show    %ax
        line

        mouse   0xff                            # reset
        answer  2
        mouse   0xf2                            # identify
        answer
        mouse   0xe9                            # status: as after a reset
        answer  3
        mouse   0xe7, 0xe8, 0x03, 0xf3, 0x28, 0xf4
        mouse   0xe9
        answer  3
        line

        controller 0xd4                         # an answer is marked as the mouse's
        data    0xf5
        call    wait_answer
        inb     $0x64, %al
        andw    $0x21, %ax
        show    %ax
        inb     $0x60, %al
        mouse   0xeb                            # a packet: nothing moved
        answer  3
        mouse   0xf0                            # remote mode
        mouse   0xe9
        answer  3
        mouse   0xea                            # stream mode
        mouse   0xee                            # wrap: what is sent comes back
        mouse   0x55, 0xf4
        mouse   0xec                            # no longer
        mouse   0xf6                            # defaults
        mouse   0xe9
        answer  3
        mouse   0xf1                            # no command
        line

        movw    $isr, 4 * 0x74                  # IRQ 12
        movw    %cs, 4 * 0x74 + 2
        movw    %cs, %ax
        inb     $0x21, %al
        andb    $0xfb, %al
        outb    %al, $0x21
        inb     $0xa1, %al
        andb    $0xef, %al
        outb    %al, $0xa1
        controller 0x60
        data    0x56
        sti
        controller 0xd4
        data    0xe9
        movl    $4000000, %ecx
1:      cmpb    $4, count
        je      2f
        addr32 loop 1b
2:      cli
        show    count, received, received + 2
        line
        jmp     finish

isr:    pushw   %ax
        pushw   %bx
        inb     $0x60, %al
        movzbw  %cs:count, %bx
        movb    %al, %cs:received(%bx)
        incb    %cs:count
        movb    $0x20, %al
        outb    %al, $0xa0
        outb    %al, $0x20
        popw    %bx
        popw    %ax
        iretw
        .data
        .balign 2
count:  .word   0
received: .space 8
