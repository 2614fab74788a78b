# Calls and returns in 64-bit code: Fibonacci numbers by recursion, then calls through a table.
        .include "common.inc"
        .code64
work:   mov     $34, %edi
        call    fib
        mov     %eax, %r12d
        mov     $20000000, %ecx
        lea     table(%rip), %rbx
1:      mov     %ecx, %eax
        and     $3, %eax
        call    *(%rbx,%rax,8)
        dec     %ecx
        jnz     1b
        mov     %r12d, %eax
        jmp     finish
fib:    cmp     $2, %edi
        jb      1f
        push    %rdi
        dec     %edi
        call    fib
        pop     %rdi
        push    %rax
        sub     $2, %edi
        call    fib
        pop     %rdx
        add     %edx, %eax
        ret
1:      mov     %edi, %eax
        ret
a0:     add     $1, %r12d
        ret
a1:     xor     %ecx, %r12d
        ret
a2:     rol     $3, %r12d
        ret
a3:     sub     %ecx, %r12d
        ret
        .p2align 3
table:  .quad   a0, a1, a2, a3
        .org    510
        .word   0xAA55
