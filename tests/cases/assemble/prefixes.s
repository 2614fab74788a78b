# Prefixes that are written as words: alone, beside what a mode has anyway, and beside a segment in the address.
        data16 addl $5, (%rax)                  #= 66830005
        addr32                                  #! W0325
        data16 push $0x1234                     #= 66683412
        cs ; nop                                #= 2e90
        gs movl %gs:(%rax), %eax                #= 658b00
        .code32
        data32                                  #! W0325
        data16 add $0x500, (%eax)               #! W0316
        ds movl %ds:(%eax), %eax                #= 3e8b00
        ss movl %ss:(%ebp), %eax                #= 368b4500
        .code16
        data32 add $0x500, (%bx)                #! W0316
        data16                                  #! W0325

# The segment of a string instruction is that of its source, wherever this stands.
        .code64
        cmpsb %es:(%rdi), %gs:(%rsi)            #= 65a6
        cmpsw %es:(%rdi), (%rsi)                #= 66a7
        movsb %fs:(%rsi), %es:(%rdi)            #= 64a4
        .intel_syntax noprefix
        cmps byte ptr fs:[rsi], es:[rdi]        #= 64a6
        .att_syntax
        .code32
        cmpsb %es:(%edi), %ss:(%esi)            #= 36a6

# Other names.
        clr %al                                 #= 30c0
        clrl %edx                               #= 31d2
        fcompi %st(2), %st                      #= dff2
        fucompi                                 #= dfe9
        calll $0x7ace, $0x7ace                  #= 9ace7a0000ce7a
        jmpw $0x7ace, $0x7ace                   #= 66eace7ace7a
        .code64
        pvalidate %rax                          #= f20f01ff
        cmpexadd %eax, %ecx, (%rdx)             #= c4e279e40a
        cmpnaxadd %eax, %ecx, (%rdx)            #= c4e279e60a

# A mask may stand behind a blank.
        vcompresspd %zmm2, 8(%rdx) {%k2}        #= 62f2fd4a8a5201
        vaddpd 512(%rdi, %rsi, 8) {1to8}, %zmm20, %zmm30        #= 6261dd505874f740
