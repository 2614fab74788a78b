        .macro  .byte value
        .endm
# instead
        .macro  my_byte value
        .endm
