        .macro  swap a, a
        .endm
# instead
        .macro  swap a, b
        .endm
