# Names and values that cannot be.
twice:  nop
twice:  nop                                     #! E0401
        .equiv twice, 5                         #! E0401
        .set one, 1
        .equiv one, 2                           #! E0401
        .long 1f                                #! E0407
        .byte 300                               #! W0404
        .byte -300                              #! W0404
        .byte end - start                       #! E0403
start:  .zero 300                               #! E0415
end:
        .quad a * 2                             #! E0406
        .quad a - b                             #! E0406
        .quad -a                                #! E0406
        .long 5 / 0                             #! W0405
        .set x, y                               #! E0406
        .set y, x                               #! E0406
        .long x                                 #! E0406
        .space undefined                        #! E0402
        .org 1                                  #! E0410
        .org start                              #! E0410
        loop start                              #! E0409
        .size start, a
        .comm start, 4                          #! E0401
        .comm size, -1                          #! W0222
        .bss
        .byte 1                                 #! E0414
        .quad twice@PLT                         #! E0414
        .octa a                                 #! E0402
        .struct 0
        .long 5                                 #! E0417
        jmp     .                               #! E0417
        .text
        .byte a@GOTPCREL                        #! E0412
        .globl  global_register
global_register = %eax                          #! E0413
