# args: --32
        .text
        .code16
start:  jmp start                               #= ebfe
        je end                                  #= 0f84fb00
        jmp end                                 #= e9f800
        call end                                #= e8f500
        .zero 200
        jmp start                               #= e929ff
        jc start                                #= 0f8225ff
        jmp undefined                           #= e90000
        je undefined                            #= 0f840000
        call undefined                          #= e80000
        jmp 0x7c00                              #= e90000
        .code32
        jmp start                               #= e913ffffff
        je end                                  #= 7412
        call undefined                          #= e800000000
        call undefined@PLT                      #= e800000000
        .code16gcc
        call start                              #= 66e801ffffff
        ret                                     #= 66c3
end:    nop                                     #= 90
