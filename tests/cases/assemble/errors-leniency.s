# What GNU as refuses although it could be understood.
        .section .entries, "aM", @progbits, 4
        .section .entries, "aM", @progbits, 8   #! E0228
        .if     1
        .else   otherwise                       #! E0102
        .endif
        .ifeqs  "a" "b"                         #! E0105
        .endif
        .macro  two(a, b)                       #! E0207
        .endm
placed: .type   placed, @common                 #! E0401
        jmp     away - .                        #! E0406
        ret     $65536                          #! E0303
        enter   $65536, $0                      #! E0303
        addr32 mov (%rax), %ebx                 #! E0306
        {disp16} mov (%rax), %ebx               #! E0309
        {disp32}                                #! E0314
        .intel_mnemonic
        fadd                                    #! E0304
        .code32
        {rex} mov %al, %bl                      #! E0309
        .rept   -1                              #! E0217
        .endr
        .file   1 "a.c"
        .loc    1 1 view 1                      #! E0217
        vaddps  %zmm0, %zmm1, %zmm2{k1}         #! E0313
        .section .mbind.data, "wd"              #! E0214
taken:
        .section taken, "a"                     #! E0401
        .section .numbered, "a", @progbits, unique, 0x100000000 #! E0214
        .cfi_startproc                          #! E0219
        .section .elsewhere, "ax"
        .cfi_endproc                            #! E0218
