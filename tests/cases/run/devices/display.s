# Bochs' display interface at 1CE and 1CF: what its registers take and when, the frame buffer above all RAM, and its window at A0000.
#! serial:  b0c5 0100 b0c0 b0c5
#! serial:  0320 0258 0008 0000 0320 0008
#! serial:  0320 0258 0008 0000 0320 0000 0000 0320 0400 4000 0400 00e0 0064
#! serial:  0002 5678 1234 0000 0002 0000 0000 0000 0320 0000 0000
        .include "../show.inc"

        .set    FRAME_BUFFER, 0xe0000000

        .macro  set index, value
        movw    $\index, %ax
        movw    $\value, %bx
        call    set_register
        .endm

# get INDEX... -- each as four digits.
        .macro  get index, rest:vararg
        movw    $\index, %ax
        call    show_register
        .ifnb   \rest
        get     \rest
        .endif
        .endm

start:  begin
        call    flat_fs
        get     0, 10
        set     0, 0xb0c0
        get     0
        set     0, 0xb0c5
        get     0
        line

        set     4, 0
        set     1, 800
        set     2, 600
        set     3, 8
        get     1, 2, 3, 4
        set     1, 4000                         # too wide
        set     3, 7                            # nonsense
        get     1, 3
        line

        set     4, 0x41
        get     1, 2, 3, 5, 6, 8, 9
        set     1, 640                          # not now
        get     1
        set     6, 1024
        get     6, 7
        set     8, 224
        set     9, 100
        get     6, 8, 9
        line

        movl    $FRAME_BUFFER + 0x23456, %ebx
        movl    $0x12345678, %fs:(%ebx)
        movw    $0xa000, %ax
        movw    %ax, %es
        set     5, 2
        get     5
        show    %es:0x3456, %es:0x3458
        movw    $0xcafe, %es:0x3458
        show    %fs:2(%ebx)
        set     5, 0x100                        # behind its end
        get     5
        set     4, 0xc1                         # on again, memory is kept
        show    %fs:2(%ebx)
        set     4, 0
        set     4, 0xc1
        show    %fs:2(%ebx)
        set     4, 0
        set     4, 0x41
        show    %fs:2(%ebx)
        get     6, 8, 9
        set     4, 0
        line
        jmp     finish

# AX: index, BX: value.
set_register:
        movw    $0x1ce, %dx
        outw    %ax, %dx
        incw    %dx
        movw    %bx, %ax
        outw    %ax, %dx
        ret
show_register:
        movw    $0x1ce, %dx
        outw    %ax, %dx
        incw    %dx
        inw     %dx, %ax
        jmp     show_word

# FS: everything, though the processor is in real mode.
flat_fs:
        cli
        lgdt    table
        movl    %cr0, %eax
        orb     $1, %al
        movl    %eax, %cr0
        jmp     1f
1:      movw    $8, %bx
        movw    %bx, %fs
        andb    $0xfe, %al
        movl    %eax, %cr0
        jmp     2f
2:      xorw    %ax, %ax
        movw    %ax, %fs
        movb    $2, %al
        outb    %al, $0x92
        sti
        ret

        .section .rodata
descriptors:
        .quad   0, 0x00cf92000000ffff
table:  .word   15
        .long   descriptors
