        mov     (%rax, 4), %rbx
# instead
        mov     (, %rax, 4), %rbx
