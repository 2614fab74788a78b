        .else
        .endif
# instead
        .if     1
        .else
        .endif
