        .struct 0
field:  .long   1
# instead
        .struct 0
field:  .skip   4
