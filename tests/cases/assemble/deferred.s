# .eqv and == are read again wherever their symbol is used; what .set has made may become a label or a common symbol.
        .equ    one, 1
        .eqv    four, 4 * one
        distance == . - start
start:  .byte   four, distance                  #= 0401
        .equ    one, -1
        .byte   four, distance                  #= fc03
        .set    x, 5
        .byte   x                               #= 05
x:      .byte   x - start                       #= 05
        .set    shared, 6
        .byte   shared                          #= 06
        .comm   shared, 4
        .eqv    four, 1                         #! E0401
