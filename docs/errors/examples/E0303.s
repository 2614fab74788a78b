        mov     (%rsi), (%rdi)
# instead
        mov     (%rsi), %rax
        mov     %rax, (%rdi)
