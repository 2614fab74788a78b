        .quad   1 << 64
# instead
        .quad   1 << 63
