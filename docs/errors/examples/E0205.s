        nop
        .endr
# instead
        .rept   2
        nop
        .endr
