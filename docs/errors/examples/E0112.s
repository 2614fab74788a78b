        .byte   '
# instead
        .byte   'a
