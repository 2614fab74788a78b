# Translations in 64-bit code: strides that miss every cache of them, INVLPG, and loads of CR3.
        .include "common.inc"
        .code64
work:   xor     %r8d, %r8d
        mov     $80, %ebp
1:      mov     $0x400000, %esi
        mov     $4096, %ecx
2:      add     (%rsi), %r8d
        add     %ecx, 8(%rsi)
        add     $4096 + 64, %rsi
        dec     %ecx
        jnz     2b
        dec     %ebp
        jnz     1b
        mov     $1000000, %ecx              # two places 4 MB apart
        mov     $0x800000, %esi
3:      mov     (%rsi), %eax
        add     %eax, 0x400000(%rsi)
        mov     0x800000(%rsi), %ebx
        add     %ebx, %r8d
        dec     %ecx
        jnz     3b
        mov     $300000, %ecx
4:      invlpg  0x500000
        add     0x500000, %r8d
        dec     %ecx
        jnz     4b
        mov     $100000, %ecx
5:      mov     %cr3, %rax
        mov     %rax, %cr3
        add     0x500000, %r8d
        add     0x600000, %r8d
        dec     %ecx
        jnz     5b
        mov     %r8d, %eax
        jmp     finish
        .org    510
        .word   0xAA55
