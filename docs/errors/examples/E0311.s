        mov     %eax,
# instead
        mov     %eax, %ebx
