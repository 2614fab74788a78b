# x87 and packed SSE in 64-bit code: a harmonic sum, sines and logarithms, and vectors of single precision.
        .include "common.inc"
        .code64
work:   mov     %cr0, %rax
        and     $~12, %rax
        or      $2, %rax
        mov     %rax, %cr0
        mov     %cr4, %rax
        or      $0x600, %rax
        mov     %rax, %cr4
        fninit
        xor     %r8d, %r8d
        mov     $5000000, %ecx
        fldz
5:      mov     %ecx, n(%rip)
        fildl   n(%rip)
        fld1
        fdivp
        fmull   eighth(%rip)
        faddp
        dec     %ecx
        jnz     5b
        mov     $100000, %ecx
7:      mov     %ecx, n(%rip)
        fildl   n(%rip)
        fsin
        faddp
        fld1
        fildl   n(%rip)
        fyl2x
        faddp
        dec     %ecx
        jnz     7b
        fistpl  n(%rip)
        add     n(%rip), %r8d
        mov     $5000000, %ecx
        movaps  ps(%rip), %xmm0
        movaps  ps(%rip), %xmm1
6:      addps   %xmm1, %xmm0
        mulps   ps(%rip), %xmm0
        shufps  $0x1B, %xmm0, %xmm0
        pxor    %xmm3, %xmm3
        paddd   %xmm0, %xmm3
        pshufd  $0x4E, %xmm3, %xmm3
        dec     %ecx
        jnz     6b
        movd    %xmm3, %eax
        add     %r8d, %eax
        jmp     finish
        .p2align 4
ps:     .float  0.5, 0.25, 0.75, 0.625
eighth: .double 0.008
n:      .long   0
        .org    510
        .word   0xAA55
