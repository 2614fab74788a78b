# In the layout of a structure an instruction is the room that it needs.
        .struct 0
        nop
        movl    $1, %eax
size_of_two:
        .text
        .byte   size_of_two                     #= 06
