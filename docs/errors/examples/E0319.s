        mov     (%rax, %rcx
# instead
        mov     (%rax), %rcx
