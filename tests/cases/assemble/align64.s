# Alignment in 64-bit code: long no-operations.
        .text
        nop                                     #= 90
        .p2align 4                              #= 66662e0f1f8400000000000f1f4000
        nop                                     #= 90
        .p2align 4,,10
        nop                                     #= 90
        .p2align 4,,2
        nop                                     #= 90
        .balign 8                               #= 0f1f440000
        nop                                     #= 90
        .align 32                               #= 0f1f8000000000
        nop                                     #= 90
        .balign 4, 0xcc                         #= cccccc
        nop                                     #= 90
        .byte 1; .balignw 8, 0x1234             #= 013412
        nop                                     #= 90
        .byte 1,2,3; .balignl 16, 0x12345678    #= 01020378563412
        nop                                     #= 90
        nop                                     #= 90
        .p2align 4, 0x90                        #= 66662e0f1f8400000000000f1f00
        nop                                     #= 90
        .p2align 6, 0
        .nops 1                                 #= 90
        .nops 13                                #= 66662e0f1f8400000000006690
        .nops 20, 4                             #= 0f1f40000f1f40000f1f40000f1f40000f1f4000
        .nops 33, 7
        .nops 100
        .data
        .byte 1                                 #= 01
        .p2align 3                              #= 00000000000000
        .byte 2                                 #= 02
        .balign 8, 0xff                         #= ffffffffffffff
        .align 1
        .p2align 0
        .align
