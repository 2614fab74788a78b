        .macro  twice instruction
        \instruction
        \instruction
# instead
        .macro  twice instruction
        \instruction
        \instruction
        .endm
