# The same in DWARF 5, which a file with the number 0 asks for; all functions are global.
        .file   0 "first.c"
        .globl  global
        .type   global, @function
global: .loc    0 9
        nop                                     #= 90
        .size   global, . - global
