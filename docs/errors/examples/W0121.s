        .byte   1,, 3
# instead
        .byte   1, 0, 3
