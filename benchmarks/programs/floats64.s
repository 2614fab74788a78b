# Floating point in 64-bit code: a Mandelbrot set with SSE2.
        .include "common.inc"
        .code64
work:   mov     %cr0, %rax
        and     $~12, %rax
        or      $2, %rax
        mov     %rax, %cr0
        mov     %cr4, %rax
        or      $0x600, %rax
        mov     %rax, %cr4
        xor     %r8d, %r8d
        mov     $250, %r9d
1:      mov     $250, %r10d
2:      cvtsi2sd %r9d, %xmm0
        mulsd   eighth(%rip), %xmm0
        subsd   one(%rip), %xmm0
        cvtsi2sd %r10d, %xmm1
        mulsd   eighth(%rip), %xmm1
        movapd  %xmm0, %xmm2
        movapd  %xmm1, %xmm3
        mov     $200, %ecx
3:      movapd  %xmm2, %xmm4
        mulsd   %xmm4, %xmm4
        movapd  %xmm3, %xmm5
        mulsd   %xmm5, %xmm5
        movapd  %xmm4, %xmm6
        addsd   %xmm5, %xmm6
        ucomisd four(%rip), %xmm6
        ja      4f
        mulsd   %xmm2, %xmm3
        addsd   %xmm3, %xmm3
        addsd   %xmm1, %xmm3
        subsd   %xmm5, %xmm4
        addsd   %xmm0, %xmm4
        movapd  %xmm4, %xmm2
        inc     %r8d
        dec     %ecx
        jnz     3b
4:      dec     %r10d
        jnz     2b
        dec     %r9d
        jnz     1b
        mov     %r8d, %eax
        jmp     finish
        .p2align 3
eighth: .double 0.008
one:    .double 1.5
four:   .double 4.0
        .org    510
        .word   0xAA55
