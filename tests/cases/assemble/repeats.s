# Repetitions.
        .rept 3
        .byte 1, 2
        .endr
        .rept 0
        .byte 99
        .endr
        .set n, 0
        .rept 5
        .byte n
        .set n, n + 1
        .endr
        .irp x, 1, 2, 3
        .byte \x
        .endr
        .irp reg, ax, bx, cx
        push %\reg
        .endr
        .irp x 4 5 6
        .byte \x
        .endr
        .irpc c, 1234
        .byte \c, 0x\c\()0
        .endr
        .irp x
        .byte 7\x
        .endr
        .rept 2
        .rept 2
        .byte 3
        .endr
        .irp y, 8, 9
        .byte \y
        .endr
        .endr
        .rept 2; nop; .endr
        .irp op, inc, dec
        .irp r, eax, ebx
        \op %\r
        .endr
        .endr
        .macro table from, count
        i = \from
        .rept \count
        .quad entry_\from + i * 8
        i = i + 1
        .endr
entry_\from:
        .endm
        table 1, 2
        table 5, 1
        .irp v, "a b", (1 + 2)
        .ascii "\v"
        .endr
