# CPU-bound 64-bit code: twenty sieves over two megabytes, then a CRC-32 of the last one bit by bit. About 960 million instructions.
        .include "common.inc"
        .code64
work:   mov     $20, %r12
outer:  mov     $0x100000, %rdi
        mov     $0x200000, %rcx
        mov     $1, %al
        rep stosb
        mov     $2, %rsi
1:      cmpb    $0, 0x100000(%rsi)
        je      3f
        lea     (%rsi,%rsi), %rdx
2:      cmp     $0x200000, %rdx
        jae     3f
        movb    $0, 0x100000(%rdx)
        add     %rsi, %rdx
        jmp     2b
3:      inc     %rsi
        cmp     $0x200000, %rsi
        jb      1b
        dec     %r12
        jnz     outer
        mov     $0x100000, %rdi
        mov     $0x200000, %rcx
        mov     $-1, %eax
4:      movzbl  (%rdi), %edx
        xor     %edx, %eax
        mov     $8, %ebx
5:      mov     %eax, %edx
        shr     $1, %eax
        and     $1, %edx
        neg     %edx
        and     $0xEDB88320, %edx
        xor     %edx, %eax
        dec     %ebx
        jnz     5b
        inc     %rdi
        dec     %rcx
        jnz     4b
        not     %eax
        jmp     finish
        .org    510
        .word   0xAA55
