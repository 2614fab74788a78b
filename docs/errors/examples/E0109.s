        .byte   0b102
# instead
        .byte   0b101
