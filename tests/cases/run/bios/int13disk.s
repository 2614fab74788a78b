# INT 13h on a hard disk, with extensions.
#! args: --format disk
#! serial:  - 0f01 - 0003 - aa55 0001
#! serial:  - - 5257 - -
#! serial:  - 001a 0200 C
#! serial:  - aa55 - - - C
        .include "../show.inc"
start:  begin
        movb    $0x08, %ah
        movb    $0x80, %dl
        int     $0x13
        carry
        show    %dx
        movb    $0x15, %ah
        movb    $0x80, %dl
        int     $0x13
        carry
        movb    %ah, %al
        xorb    %ah, %ah
        show    %ax
        movb    $0x41, %ah
        movw    $0x55aa, %bx
        movb    $0x80, %dl
        int     $0x13
        carry
        show    %bx
        andw    $1, %cx
        show    %cx
        line
        movw    $pattern, packet_place
        movw    $100, packet_sector
        movw    $0x4300, %ax                    # write sector 100
        movw    $packet, %si
        movb    $0x80, %dl
        int     $0x13
        carry
        movw    $0x9000, packet_place
        movb    $0x42, %ah
        int     $0x13
        carry
        show    0x9000
        movb    $0x44, %ah
        int     $0x13
        carry
        movb    $0x47, %ah
        int     $0x13
        carry
        line
        movw    $0x1a, parameters
        movb    $0x48, %ah
        movw    $parameters, %si
        movb    $0x80, %dl
        int     $0x13
        carry
        show    parameters, parameters + 24     # at least 26 bytes, 512 bytes a sector
        movl    $0xffffffff, packet_sector      # far behind the end
        movb    $0x42, %ah
        movw    $packet, %si
        int     $0x13
        carry
        line
        movw    $0x0201, %ax
        movw    $1, %cx
        movw    $0x0080, %dx
        movw    $0x9000, %bx
        int     $0x13
        carry
        show    0x91fe
        movb    $0x0d, %ah
        movb    $0x80, %dl
        int     $0x13
        carry
        movb    $0x10, %ah
        movb    $0x80, %dl
        int     $0x13
        carry
        movb    $0x11, %ah
        movb    $0x80, %dl
        int     $0x13
        carry
        movw    $0x0201, %ax
        movb    $0x81, %dl                      # one disk only
        int     $0x13
        carry
        line
        jmp     finish
        .data
pattern: .ascii "WROTE"
        .balign 4
packet: .byte   16, 0
        .word   1
packet_place: .word 0, 0
packet_sector: .quad 0
parameters: .space 32
