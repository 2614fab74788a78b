# Labels that are numbers.
1:      jmp 1b                                  #= ebfe
        jmp 1f                                  #= eb02
        jmp 2f                                  #= eb02
1:      jmp 1b                                  #= ebfe
2:      jmp 1b                                  #= ebfc
        jne 10f                                 #= 7508
        .long 1b - ., 10f - .                   #= faffffff04000000
10:     nop                                     #= 90
        .quad 10b, 1b                           #= 00000000000000000000000000000000
0:      .byte 0b101, 0b - 1b                    #= 051f
        jmp 0b                                  #= ebfc
55:     loop 55b                                #= e2fe
