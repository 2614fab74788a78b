# String instructions in 64-bit code: long copies, fills, searches and comparisons, and many short ones.
        .include "common.inc"
        .code64
work:   mov     $60, %ebp
        mov     $0x100000, %edi
        mov     $0x100000, %ecx
        mov     $0x55, %al
        rep stosb
1:      mov     $0x100000, %esi
        mov     $0x200003, %edi
        mov     $0x20000, %ecx
        rep movsq
        mov     $0x100000, %edi
        mov     $0x100000, %ecx
        mov     $0xAA, %al
        repne scasb
        mov     $0x100000, %esi
        mov     $0x200003, %edi
        mov     $0x40000, %ecx
        repe cmpsl
        mov     $100000, %ebx
2:      mov     $0x300000, %edi
        mov     $0x100010, %esi
        mov     $7, %ecx
        rep movsb
        mov     $3, %ecx
        rep stosl
        lodsl
        stosb
        dec     %ebx
        jnz     2b
        dec     %ebp
        jnz     1b
        mov     %edi, %eax
        jmp     finish
        .org    510
        .word   0xAA55
