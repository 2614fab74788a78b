# Ways of writing instructions that are rare and that GNU as takes.
        in      (%dx), %al                      #= ec
        outl    (%dx)                           #= ef
        insb    (%dx), %es:(%rdi)               #= 6c
        div     %cl, %al                        #= f6f1
        idiv    %rcx, %rax                      #= 48f7f9
        fcoml   %st(4)                          #= d8d4
        faddp   %st(1), %st                     #! W0324
        cmpxchg8bq (%rcx)                       #= 0fc709
        pcmpestriq $0, %xmm1, %xmm0             #= 66480f3a61c100
        movsxd  %eax, %cx                       #= 6663c8
        mov     % rax , ( % rbx , % rcx , 2 )   #= 4889044b
        rep/movsb                               #= f3a4
        mov.s   %eax, %ebx                      #= 8bd8
        vmovapd.s %xmm1, %xmm2                  #= c5f929ca
        mov.d8  (%rax), %eax                    #= 8b4000
        mov.d32 (%rax), %eax                    #= 8b8000000000
        jmp.d32 .+2                             #= e9fdffffff

# A string instruction uses its own registers; the address that is written says only its size.
        movsb   (%esi), %es:(%ebx)              #! W0321
        stosb   %al, 4(%rdi)                    #! W0321

# A scale needs an index to scale, and %riz is allowed only when asked for.
        mov     (%rsp, 2), %rbx                 #! W0320
        .allow_index_reg
        mov     (%rax, %riz, 2), %rbx           #= 488b1c60
        .disallow_index_reg

# An address in parentheses is memory even if it names no register.
        jmp     *0x1234(,1)                     #= ff242534120000

# The rounding mode stands beside the last source.
        vaddpd  {rn-sae}, %zmm4, %zmm5, %zmm6   #= 62f1d51858f4
        vcmppd  $1, {sae}, %zmm4, %zmm5, %k1    #= 62f1d518c2cc01
        vcvtsi2sd %rax, {rn-sae}, %xmm5, %xmm6  #= 62f1d7182af0

# LEA into less than 64 bits takes addresses modulo 4G.
        lea     0xffffffff(%rcx), %eax          #= 8d41ff
        lea     0xfffffffff(%rcx), %ax          #= 668d81ffffffff

# The size is settled before a number is cut off to it.
        cmp     $0xffffffff, (%rax)             #! W0316
        data16 rex.W call .+7                   #= 6648e800000000

        .code32
        add     $0xffffff90, %ax                #= 6683c090
        int     $0xffffff90                     #= cd90
        movl    0x1234(,1), %eax                #= 8b0534120000
        rdfsbase %ebx                           #= f30faec3
        xrelease movl %eax, 0x12345678          #= f3890578563412
        .code16
        mov     -0xffff(%bx), %eax              #= 668b870100
        add     $0x80000000, (%di)              #! W0317

        .intel_syntax noprefix
        .code64
        vaddpd  zmm1, zmm2, zmm3{rn-sae}        #= 62f1ed1858cb
        vaddpd  zmm1, zmm2, zmm3, {rn-sae}      #= 62f1ed1858cb
        vcmppd  k1, zmm2, zmm3{sae}, 5          #= 62f1ed18c2cb05
        vcvtpd2ps xmm1, qword bcst [rax]{1to2}  #= 62f1fd185a08
        vcvtpd2ps xmm1, qword bcst [rax]        #= 62f1fd385a08
        notd    [rbx]                           #= f713
        movd    [rbx], 5                        #= c70305000000
        fildq   [rax]                           #= df28
        mov     eax, dword [rbx]                #= 8b4304
        stosb   [rdi+4]                         #! W0321
