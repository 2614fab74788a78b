        .macro  forever
        forever
        .endm
        forever
# instead
        .macro  countdown n
        .byte   \n
        .if     \n
        countdown (\n - 1)
        .endif
        .endm
        countdown 3
