        .endm
# instead
        .macro  nothing
        .endm
