        .code32
        mov     %rax, %rbx
# instead
        .code32
        mov     %eax, %ebx
