# INT 15h: blocks moved above one megabyte, the switch to protected mode, waiting.
#! not-for-bochs: its BIOS returns carry from the wait
#! serial:  - 0003 - 1111 2222 3333
#! serial:  - 0101
#! serial: protected
#! serial:  0011
        .include "../show.inc"
start:  begin
        movw    $there, %si
        movw    $3, %cx
        movb    $0x87, %ah
        int     $0x15
        carry
        show    %ax
        movw    $back, %si
        movw    $3, %cx
        movb    $0x87, %ah
        int     $0x15
        carry
        show    0x9000, 0x9002, 0x9004
        line
        movb    $0, %ah
        int     $0x1a
        movw    %dx, %bx
        movb    $0x86, %ah                      # half a second
        movw    $7, %cx
        movw    $0xa120, %dx
        int     $0x15
        carry
        movb    $0, %ah
        int     $0x1a
        subw    %bx, %dx
        cmpw    $9, %dx
        setae   %al
        cmpw    $10, %dx
        setbe   %ah
        show    %ax
        line
        cli
        movw    $gdt, %si
        movb    $0x89, %ah
        movw    $0x0870, %bx
        int     $0x15
        jc      1f
        say     "protected\n"
        movl    %cr0, %eax
        show    %ax
1:      line
        jmp     finish
        .data
source: .word   0x1111, 0x2222, 0x3333
        .balign 8
there:  .quad   0, 0
        .word   0xffff, source
        .byte   0, 0x93, 0, 0
        .word   0xffff, 0
        .byte   0x20, 0x93, 0, 0                # 0x200000
        .quad   0, 0
back:   .quad   0, 0
        .word   0xffff, 0
        .byte   0x20, 0x93, 0, 0
        .word   0xffff, 0x9000
        .byte   0, 0x93, 0, 0
        .quad   0, 0
gdt:    .quad   0
        .word   0x3f, gdt                       # itself
        .byte   0, 0x93, 0, 0
        .word   0x3ff, 0x5000                   # IDT
        .byte   0, 0x93, 0, 0
        .quad   0x000093000000ffff              # DS
        .quad   0x000093000000ffff              # ES
        .quad   0x000093000000ffff              # SS
        .quad   0x00009b000000ffff              # CS
        .quad   0                               # the BIOS's own
