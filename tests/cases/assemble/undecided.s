# A symbol that is not defined yet equals nothing but itself, and a label no number.
        .if     unknown == 1
        .byte   1
        .elseif unknown == other
        .byte   2
        .else
        .byte   3                               #= 03
        .endif
        .if     1 + (unknown != 1) == 0
        .byte   4                               #= 04
        .endif
here:   .if     here != 0 && unknown == unknown
        .byte   5                               #= 05
        .endif
        .ifeq   here == unknown
        .byte   6                               #= 06
        .endif
