        .if     1
        nop
# instead
        .if     1
        nop
        .endif
