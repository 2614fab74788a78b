# Relaxation: short where it reaches, long where it must.
        .text
begin:  jmp near                                #= eb66
        je near                                 #= 7464
        .zero 100
near:   jmp begin                               #= eb96
        jne begin                               #= 7594
        .zero 30
        jmp near                                #= ebdc
        ja begin                                #= 0f876effffff
        jmp end                                 #= e9cf010000
        jb end                                  #= 0f82c9010000
        jmp undefined                           #= e900000000
        jc undefined                            #= 0f8200000000
        call begin                              #= e853ffffff
        call undefined                          #= e800000000
        jmp begin + 5                           #= e94effffff
        jmp *%rax                               #= ffe0
        jmp other                               #= e900000000
        loop here                               #= e200
here:   jecxz here                              #= 67e3fd
        jmp glob                                #= eb0b
        jne wk                                  #= 0f8500000000
        jmp wk                                  #= e900000000
        .globl glob
glob:   nop                                     #= 90
        .weak wk
wk:     nop                                     #= 90
        .p2align 4                              #= eb0c8db400008db400008db40000
        jmp 1f                                  #= eb7e
        .zero 120
        .p2align 4                              #= 8db400006690
1:      jmp 2f                                  #= eb7f
        .zero 127
2:      jmp 3f                                  #= e980000000
        .zero 128
3:
end:    .section .text.other, "ax"
other:  jmp begin                               #= e900000000
        call begin                              #= e800000000
        .code32
        jmp other                               #= ebf4
        .zero 200
        jmp other                               #= e927ffffff
        je other                                #= 0f8421ffffff
        .code16
        jmp other                               #= e91eff
        je other                                #= 0f841aff
