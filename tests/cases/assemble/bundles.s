# Bundles: what would cross a multiple of eight begins at the next one.
        .bundle_align_mode 3
        nop                                     #= 90
        movl $1, %eax                           #= b801000000
        movl $2, %eax                           #= 9090b802000000
        .bundle_lock
        nop
        .bundle_lock
        movl $3, %ecx
        .bundle_unlock
        nop
        .bundle_unlock
        jmp far
        .byte 1, 2, 3
        jne far
        .p2align 3
        .section .text.second, "ax"
        movl $1, %eax                           #= b801000000
        xorl %eax, %eax                         #= 31c0
        movl $1, %eax
far:    nop
        .bundle_align_mode 0
        movl $1, %eax                           #= b801000000
