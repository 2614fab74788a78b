# A register has other names by .set and =, which can be given to another register later, and to each other.
a       = %rax
b       = %rbx
        .set    vec, %xmm5
        .set    seg, %fs
        .set    mask, %k3
        mov     a, b                            #= 4889c3
        lea     (a, b, 4), %rcx                 #= 488d0c98
        lea     8(, b, 4), %rcx                 #= 488d0c9d08000000
        mov     seg:(a), b                      #= 64488b18
        jmp     *a                              #= ffe0
        call    *(a)                            #= ff10
        vaddps  vec, vec, vec                   #= c5d058ed
        vmovaps %zmm0, %zmm1{mask}              #= 62f17c4b28c8
old     = a
a       = %rdx
        mov     old, a                          #= 4889c2
        .intel_syntax noprefix
        mov     rcx, [a + b*2]                  #= 488b0c5a
        mov     rcx, seg:[a]                    #= 64488b0a
