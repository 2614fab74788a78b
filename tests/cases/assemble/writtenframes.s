# Call frame information that the source writes itself: advances become as short as the distance lets them.
        .text
.Lb:    .skip   5
.Lc:    jmp     .Ld
        .skip   300
.Ld:    .skip   70
.Le:
        .section .eh_frame,"a",@progbits
.Lf:    .long   .Lh - .Lg
.Lg:    .long   0
        .byte   1
        .string "zR"
        .uleb128 1
        .sleb128 -8
        .byte   16, 1, 0x1b
        .byte   0x0c, 7, 8, 0x90, 1
        .balign 8
.Lh:    .long   .Lj - .Li
.Li:    .long   .Li - .Lf                       #= 1c000000
        .long   .Lb - .                         #= 00000000
        .long   .Le - .Lb                       #= 7c010000
        .uleb128 0                              #= 00
        .byte   4; .long .Lc - .Lb              #= 45
        .byte   0x0e, 16                        #= 0e10
        .byte   4; .long .Ld - .Lc              #= 033101
        .byte   0x0e, 8                         #= 0e08
        .byte   4; .long .Le - .Ld              #= 0246
        .balign 8
.Lj:
