        mvo     %eax, %ebx
# instead
        mov     %eax, %ebx
