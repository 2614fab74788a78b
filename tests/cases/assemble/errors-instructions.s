        vaddpd  %zmm4, {rn-sae}, %zmm5, %zmm6   #! E0322
        vcmppd  {sae}, $1, %zmm4, %zmm5, %k1    #! E0322
        mov     (%rax, %riz, 2), %rbx           #! E0302
        movsb   (%rsi), %fs:(%rdi)              #! E0303
        mov     $sym@TPOFF, %eax                #! E0323
        lea     sym@TPOFF(%rax), %ebx           #! E0323
        mov     sym@SIZE(%rax), %rax            #! E0323
        kmovq   sym@GOTTPOFF(%rip), %k1         #! E0323
        add     $sym@SIZE, %rax                 #! E0303
        mov     $5@GOT, %eax                    #! E0412
        lfs     (%rax), %rbx                    #! E0303
        bndmk   (%eax), %bnd0                   #! E0306
