# Integers of every width, constant and symbolic.
        .data
start:
        .byte 1, -1, 255, -128, 'a', '\n, '\\, ' ' #= 01ffff80610a5c20
        .word 1, -1, 0xffff, start - . + 0x100  #= 0100fffffffff200
        .short 0x1234; .hword 077; .2byte 0b1010; .value -32768 #= 34123f000a000080
        .long 1, 0x80000000, -2147483648, 4294967295 #= 010000000000008000000080ffffffff
        .int 5                                  #= 05000000
        .4byte end - start                      #= d3000000
        .quad 1, -1, 0x8000000000000000, 18446744073709551615
        .8byte end - start                      #= d300000000000000
        .octa 1, -1, 0x0123456789abcdef0123456789abcdef, 340282366920938463463374607431768211455
        .long start, end + 4, end - 4           #= 000000000000000000000000
        .quad undefined, undefined + 8, undefined - 1 #= 000000000000000000000000000000000000000000000000
        .byte end - start                       #= d3
        .dc.b 1, 2                              #= 0102
        .dc.w 3                                 #= 0300
        .dc.l 4                                 #= 04000000
        .dc 5                                   #= 0500
        .dc.a start                             #= 0000000000000000
        .slong -5                               #= fbffffff
        .byte
        .long
end:
        .set two, 2
        .byte two, two*two+1                    #= 0205
        later = 7
        .byte later                             #= 07
        .byte forward                           #= 09
        .set forward, 9
