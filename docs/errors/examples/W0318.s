        jmp     %rax
# instead
        jmp     *%rax
