        .bite   1
# instead
        .byte   1
