# Space, fills, org.
        .space 3                                #= 000000
        .space 3, 0xcc                          #= cccccc
        .skip 2, 1                              #= 0101
        .zero 4                                 #= 00000000
        .fill 3                                 #= 000000
        .fill 3, 2, 0x1234                      #= 341234123412
        .fill 2, 4, 0x12345678                  #= 7856341278563412
        .fill 2, 8, 0x123456789a                #= 9a785634000000009a78563400000000
        .fill 2, 3, 0xaabbcc                    #= ccbbaaccbbaa
        .fill 1, 9, 1                           #! W0230
        .fill 0, 4, 1
        .org 64                                 #= 0000000000
        .byte 1                                 #= 01
        .org 70, 0xff                           #= ffffffffff
        .byte 2                                 #= 02
here:   .org here + 10                          #= 00000000000000000000
        .byte 3                                 #= 03
        .org . + 4, 0x90                        #= 90909090
        .space later - here                     #= 000000
        .fill later - here, 1, 7                #= 070707
        .set later, here + 3
        .ds.b 2                                 #= 0000
        .ds.w 2                                 #= 00000000
        .ds.l 1                                 #= 00000000
        .ds.d 1                                 #= 0000000000000000
        .ds.x 1                                 #= 00000000000000000000
        .dcb.b 3, 7                             #= 070707
        .dcb.w 2, 0x102                         #= 02010201
        .dcb.l 2, 3                             #= 0300000003000000
        .dcb.s 2, 1.5                           #= 0000c03f0000c03f
        .dcb.d 1, 1.5                           #= 000000000000f83f
        .space 1000
        .byte 9                                 #= 09
