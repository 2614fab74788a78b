# INT 15h AH=C2h: what a mouse driver asks; and a packet, by hand, that reaches its handler.
#! serial:  - 00aa - 00aa - 0000 - - - - 0010 0001 0028
#! serial:  C C
#! serial:  - - 0009 0012 0034 0000 - - 0010
        .include "../show.inc"
        .macro  ask function, argument
        movw    $0xc200 + \function, %ax
        movb    $\argument, %bh
        int     $0x15
        carry
        .endm
start:  begin
        ask     5, 3                            # packets of three bytes
        show    %bx
        ask     1, 0                            # reset
        show    %bx
        ask     4, 0                            # type
        movb    %bh, %bl
        xorb    %bh, %bh
        show    %bx
        ask     2, 2                            # 40 packets a second
        ask     3, 1                            # 2 counts a millimetre
        ask     6, 2                            # scaling 2:1
        ask     6, 0
        movb    $0, %bh
        show    %bx
        xorb    %ch, %ch
        xorb    %dh, %dh
        show    %cx, %dx
        line
        ask     2, 7                            # no such rate, no such function
        ask     9, 0
        line
        pushw   %cs
        popw    %es
        movw    $handler, %bx
        movw    $0xc207, %ax
        int     $0x15
        carry
        ask     0, 1
        .irp    byte, 0x09, 0x12, 0x34          # what D3h sends comes as if from the mouse
        movb    $\byte, %ah
        call    inject
        .endr
        movl    $1000000, %ecx
1:      cmpb    $0, called
        jne     2f
        addr32 loop 1b
2:      show    packet, packet + 2, packet + 4, packet + 6
        ask     0, 0
        ask     6, 0
        movb    $0, %bh
        show    %bx
        line
        jmp     finish

inject: inb     $0x64, %al
        testb   $3, %al
        jnz     inject
        cli
        movb    $0xd3, %al
        outb    %al, $0x64
1:      inb     $0x64, %al
        testb   $2, %al
        jnz     1b
        movb    %ah, %al
        outb    %al, $0x60
        sti
        ret

handler:
        pushw   %bp
        movw    %sp, %bp
        pushw   %ax
        movw    12(%bp), %ax
        movw    %ax, %cs:packet
        movw    10(%bp), %ax
        movw    %ax, %cs:packet + 2
        movw    8(%bp), %ax
        movw    %ax, %cs:packet + 4
        movw    6(%bp), %ax
        movw    %ax, %cs:packet + 6
        movb    $1, %cs:called
        popw    %ax
        popw    %bp
        lret
        .data
packet: .word   0, 0, 0, 0
called: .byte   0
