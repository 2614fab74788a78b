        .rept   0x10000000
        nop
        .endr
# instead
        .fill   0x1000, 1, 0x90
