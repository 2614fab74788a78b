# Numbers of more than 64 bits, values that are left out, the bits of floating-point numbers.
        .octa   ~0x112233445566778899aabbcc0000, -0x10000000000000000 #= ffff33445566778899aabbccddeeffff0000000000000000ffffffffffffffff
        .byte   0xffffffffffffffffffffffffffffff98 #= 98
        .long   0x123456789abcdef012345678      #! W0404
        .byte   1,, 3                           #! W0121
        .sleb128 -0x10000000000000000           #= 8080808080808080807e
        .sleb128 0x8000000000000000             #= 80808080808080808001
        .sleb128 -0x8000000000000000            #= 8080808080808080807f
        .uleb128 0xffffffffffffffffff           #= ffffffffffffffffffff03
        .float  0r1.5, 0x:3f80, 0f:12_34        #= 0000c03f0000803f00003412
        .hfloat 0h:3c00                         #= 003c
        .hfloat 0h:3c001                        #! W0404
        .dcb.s  2, 1.5                          #= 0000c03f0000c03f
        .dcb.w  2                               #= 00000000
        .ds.w   1, 0x1234                       #= 3412
        .dc.a   .sizeof.(.text)                 #= 0000000000000000
