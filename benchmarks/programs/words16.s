# 16-bit real-mode code: a checksum with segment registers, string instructions and calls, over 64 KB a few hundred times.
        .set    REAL, 1
        .include "common.inc"
        .code16
work:   mov     $400, %bp
        xor     %dx, %dx
1:      mov     $0x2000, %ax
        mov     %ax, %ds
        mov     %ax, %es
        xor     %si, %si
        mov     $0x8000, %cx
2:      lodsw
        add     %ax, %dx
        rol     $1, %dx
        call    mix
        loop    2b
        dec     %bp
        jnz     1b
        xor     %ax, %ax
        mov     %ax, %ds
        movzwl  %dx, %eax
        jmp     finish
mix:    push    %bx
        mov     %si, %bx
        xor     %bl, %dh
        mov     %dx, -2(%si)
        pop     %bx
        ret
        .org    510
        .word   0xAA55
