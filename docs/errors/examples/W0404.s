        .byte   300
# instead
        .word   300
