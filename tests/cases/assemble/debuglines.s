# Lines of a source that has no debugging information of its own: a unit for them is made. A column stays until another one is named.
        .file   1 "include/first.c"
        .loc    1 5 7
        .type   local, @function
local:  nop                                     #= 90
        .loc    1 6
        ret                                     #= c3
        .size   local, . - local
        .globl  global
        .type   global, @function
global: .loc    1 9 0
        nop                                     #= 90
        .size   global, 1
        .section .text.second, "ax"
        .loc    1 20
        nop                                     #= 90
