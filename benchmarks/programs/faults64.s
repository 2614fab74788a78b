# Page faults: two million times a page is taken away, touched, and given back by the handler.
        .include "common.inc"
        .code64
work:   mov     $pagefault, %eax
        mov     %ax, idt + 14*16
        movw    $24, idt + 14*16 + 2
        movw    $0x8E00, idt + 14*16 + 4
        lidt    idtr
        movq    $0x14003, 0x12000 + 8*8         # the page directory's entry for 16 MB: a table at 0x14000
        mov     $0x1000000, %esi
        mov     $2000000, %ecx
        xor     %ebx, %ebx
1:      movq    $0, 0x14000
        invlpg  (%rsi)
        add     (%rsi), %ebx
        dec     %ecx
        jnz     1b
        mov     %ebx, %eax
        jmp     finish
pagefault:
        add     $8, %rsp
        movq    $0x200003, 0x14000
        iretq
        .p2align 3
idtr:   .word   15*16 - 1
        .quad   idt
        .set    idt, 0x6000
        .org    510
        .word   0xAA55
