# Code that changes itself in 64-bit mode: an immediate of the next instruction, a routine written anew, data in the page of code.
        .include "common.inc"
        .code64
work:   xor     %r8d, %r8d
        mov     $300000, %ecx
1:      mov     %ecx, 2f+1(%rip)
2:      mov     $0x11111111, %eax
        add     %eax, %r8d
        dec     %ecx
        jnz     1b
        mov     $200000, %ecx
        mov     $0x400000, %edi
3:      movb    $0xB8, (%rdi)
        mov     %ecx, 1(%rdi)
        movb    $0xC3, 5(%rdi)
        call    *%rdi
        add     %eax, %r8d
        dec     %ecx
        jnz     3b
        mov     $20000000, %ecx
4:      add     %ecx, counter(%rip)
        dec     %ecx
        jnz     4b
        add     counter(%rip), %r8d
        mov     %r8d, %eax
        jmp     finish
        .p2align 6
counter: .long  0
        .org    510
        .word   0xAA55
