# args: --32
# Alignment in 32-bit and 16-bit code of i386 objects: LEAs that change nothing.
        nop                                     #= 90
        .p2align 2                              #= 8d7400
        nop                                     #= 90
        .p2align 3                              #= 8d7400
        nop                                     #= 90
        .p2align 4                              #= 8db400008d7400
        nop                                     #= 90
        nop                                     #= 90
        .p2align 4                              #= eb0c8db400008db400008db40000
        .byte 1,2,3,4,5                         #= 0102030405
        .p2align 4                              #= 8db400008db400008d7400
        .byte 1,2,3                             #= 010203
        .p2align 5                              #= eb0b8db400008db400008d7400
        .nops 9                                 #= 8db400008db4000090
        .nops 30
        .code16
        nop                                     #= 90
        .p2align 3
        nop                                     #= 90
        .p2align 5                              #= eb158db400008db400008db400008db400008db4000090
        nop                                     #= 90
        .p2align 8
