# Software interrupts, system calls, ports and MSRs: what leaves the straight road in 64-bit code.
        .include "common.inc"
        .code64
work:   xor     %esi, %esi
        lea     handler(%rip), %rax
        mov     $0x30000, %edi
        mov     %rdi, %rbx
        mov     $0x21, %ecx
1:      mov     %ax, (%rbx)
        movw    $24, 2(%rbx)
        movw    $0x8E00, 4(%rbx)
        movl    $0, 6(%rbx)
        movw    $0, 10(%rbx)
        movl    $0, 12(%rbx)
        add     $16, %rbx
        loop    1b
        lidt    idtr(%rip)
        mov     $2000000, %ecx
2:      int     $0x20
        dec     %ecx
        jnz     2b
        mov     $2000000, %ecx
3:      in      $0x61, %al
        mov     $0x80, %edx
        out     %al, %dx
        dec     %ecx
        jnz     3b
        mov     $2000000, %ecx
4:      pushfq
        popfq
        cli
        mov     %ds, %eax
        mov     %eax, %ds
        mov     %cr0, %rax
        rdtsc
        dec     %ecx
        jnz     4b
        mov     $300000, %r13d
5:      xor     %eax, %eax
        cpuid
        dec     %r13d
        jnz     5b
        mov     %esi, %eax
        jmp     finish
handler: add    $3, %esi
        iretq
idtr:   .word   0x20F
        .quad   0x30000
        .org    510
        .word   0xAA55
