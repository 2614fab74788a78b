# 8042 and keyboard: tests, command byte, output port, the keyboard's own commands, A20, and what is written to its buffer.
#! serial:  0055 0000 0040 0004
#! serial:  00ee 00fa 00ab 0041 00fa 00fa 00fa 00fa 00fa 00fa 00fa 00aa
#! serial:  00fa 00ab 0083 00fa 00fa 0002
#! serial:  0001 003c 0021 007e 0003 0001 0000 0001 0000 0001 0000
        .include "../show.inc"
        .include "8042.inc"
start:  begin
        cli
        controller 0xad
        call    drain
        controller 0xaa
        answer
        controller 0xab
        answer
        controller 0x20
        call    get_answer
        movb    %al, command_byte
        controller 0x60                         # no interrupts, translation on
        data    0x44
        controller 0x20
        call    get_answer
        andb    $0x43, %al
        show    %ax
        controller 0xae
        inb     $0x64, %al
        andw    $0x05, %ax
        show    %ax
        line

        data    0xee                            # echo
        answer
        data    0xf2                            # identify: AB 83, translated
        answer  3
        data    0xed                            # lamps
        answer
        data    0x07
        answer
        data    0xf3                            # rate
        answer
        data    0x20
        answer
        data    0xf5
        answer
        data    0xf4
        answer
        data    0xff                            # reset
        answer  2
        line

        controller 0x60                         # without translation
        data    0x04
        data    0xf2
        answer  3
        data    0xf0                            # which scan code set?
        answer
        data    0x00
        answer  2
        controller 0x60
        data    0x44
        line

        controller 0xd2                         # into the keyboard's buffer
        data    0x3c
        inb     $0x64, %al
        andw    $0x21, %ax
        show    %ax
        answer
        controller 0xd3                         # into the mouse's
        data    0x7e
        inb     $0x64, %al
        andw    $0x21, %ax
        show    %ax
        answer
        controller 0xd0                         # output port: A20 and not reset
        call    get_answer
        andw    $0x03, %ax
        show    %ax
        controller 0xd1                         # A20 off
        data    0xdd
        call    can_write
        call    wraps
        controller 0xd1
        data    0xdf
        call    can_write
        call    wraps
        controller 0xdd                         # the same by command
        call    can_write
        call    wraps
        controller 0xdf
        call    can_write
        call    wraps
        inb     $0x92, %al                      # and by port 92h
        andb    $0xfc, %al
        outb    %al, $0x92
        call    wraps
        orb     $2, %al
        outb    %al, $0x92
        call    wraps
        line
        jmp     finish

# 1 when 1 MiB is address 0.
wraps:  pushaw
        pushw   %fs
        movw    $0xffff, %ax
        movw    %ax, %fs
        movw    $0x1234, 0x500
        movw    $0x4321, %fs:0x510
        cmpw    $0x4321, 0x500
        sete    %al
        xorb    %ah, %ah
        show    %ax
        popw    %fs
        popaw
        ret
        .data
command_byte: .byte 0
