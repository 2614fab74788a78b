# Random paging-structure entries of four levels, random WP, SMEP, SMAP, NXE and AC, and one access each: a read, a write or a fetch, at level 0 or 3. What came of it - exception, error
# code, address, and the four entries with their accessed and dirty bits - goes into a sum, which is printed after every 128. Run here and in Bochs, the text must be the same.
        .include "boot.s"
        .include "parts.s"
        .include "cases.inc"            # SEED
        .set    TABLES, 0x50000         # PML4, then for the kernel PDPT, directory; for the program directory and table
        .set    TARGETS, 0x60000        # PDPT, directory, table and page of the address that is accessed
        .set    TARGET, 0x8000000000
        .set    PROGRAM, 0x40000000
        .set    COPY, 0x70000           # the accesses, for level 3
        .set    COUNT, 12*128

main:   xor     %eax, %eax
        mov     $TABLES >> 4, %cx
        mov     %cx, %es
        xor     %di, %di
        mov     $0x5000, %cx
        cld
        rep stosl
        movl    $TABLES + 0x1007, %es:0
        movl    $TABLES + 0x2007, %es:0x1000
        movl    $TABLES + 0x3007, %es:0x1008
        movl    $0x83, %es:0x2000               # the first 2 MB are the kernel's
        movl    $TABLES + 0x4007, %es:0x3000
        movl    $COPY + 7, %es:0x4000
        mov     $0x20, %eax
        mov     %eax, %cr4
        mov     $TABLES, %eax
        mov     %eax, %cr3
        mov     $0xC0000080, %ecx
        rdmsr
        or      $0x100, %eax
        wrmsr
        lgdt    gdtr
        lidt    idtr
        mov     %cr0, %eax
        or      $0x80000021, %eax
        mov     %eax, %cr0
        ljmp    $8, $code64

        .code64
code64: mov     $16, %eax
        mov     %eax, %ds
        mov     %eax, %es
        mov     %eax, %ss
        mov     $0x7C00, %esp
        mov     $0x28, %eax
        ltr     %ax
        INTERRUPT_GATES r, 0xEE
        mov     $accesses, %esi
        mov     $COPY, %edi
        mov     $32, %ecx
        rep movsb
        # what is executed: INT 0x30, in the page, in the large page at 2 MB and at 0
        movw    $0x30CD, TARGETS + 0x3000
        movw    $0x30CD, 0
        movl    $0x8B, TABLES + 0x2008          # 2 MB more, for a moment
        movw    $0x30CD, 0x200000
        movl    $0, TABLES + 0x2008
        mov     $COUNT, %r15d
        mov     $SEED, %r14d
        mov     $0x811C9DC5, %r13d

next:   mov     $TABLES, %eax
        mov     %rax, %cr3
        mov     $TARGETS + 0x1000, %r8d         # each level: where it leads to, and what lies at the address itself
        mov     $TABLES + 8, %edi
        mov     $TARGETS, %ebx
        xor     %r10d, %r10d                    # bits that make a large page
        call    entry
        mov     $TARGETS, %edi
        mov     $TARGETS + 0x1000, %ebx
        mov     $0x80, %r10d
        xor     %r11d, %r11d
        call    entry
        mov     $TARGETS + 0x1000, %edi
        mov     $TARGETS + 0x2000, %ebx
        mov     $0x200000, %r11d
        call    entry
        mov     $TARGETS + 0x2000, %edi
        mov     $TARGETS + 0x3000, %ebx
        xor     %r10d, %r10d
        call    entry

        call    random                          # WP, SMEP, SMAP, NXE
        mov     %cr0, %rcx
        btr     $16, %rcx
        bt      $0, %eax
        jnc     1f
        bts     $16, %rcx
1:      mov     %rcx, %cr0
        mov     %eax, %ecx
        and     $0x300000, %ecx
        or      $0x20, %ecx
        mov     %rcx, %cr4
        mov     %eax, %esi
        mov     $0xC0000080, %ecx
        rdmsr
        btr     $11, %eax
        bt      $4, %esi
        jnc     1f
        bts     $11, %eax
1:      wrmsr
        mov     $TARGET, %rbx
        mov     %esi, %edi                      # which access
        shr     $8, %edi
        and     $3, %edi
        mov     %esi, %ebp                      # with AC or without
        shr     $12, %ebp
        and     $0x40000, %ebp
        or      $2, %ebp
        bt      $6, %esi
        jc      2f
        push    %rbp
        popfq
        lea     accesses(, %rdi, 8), %rdi
        jmp     *%rdi
2:      push    $0x23
        push    $0x7000
        push    %rbp
        push    $0x1B
        lea     PROGRAM(, %rdi, 8), %rdi
        push    %rdi
        iretq

# An entry for (rdi) that leads to ebx, or r11d as a large page when the bits of r10d are drawn.
entry:  call    random
        mov     %eax, %edx
        and     $0x61F, %eax                    # P, W, U, PWT, PCD and what software may use
        bt      $16, %edx
        jnc     1f
        or      $0x60, %eax                     # A and D
1:      test    $0x0E0000, %edx                 # mostly present, writable and the program's
        jz      1f
        or      $1, %eax
1:      test    $0x300000, %edx
        jz      1f
        or      $6, %eax
1:      mov     %ebx, %ecx
        test    $0xC00000, %edx
        jnz     1f
        test    %r10d, %r10d
        jz      1f
        or      %r10d, %eax
        mov     %r11d, %ecx
        bt      $24, %edx
        jnc     1f
        bt      $25, %edx
        jnc     1f
        or      $0x2000, %ecx                   # a bit that a large page reserves
1:      or      %ecx, %eax
        test    $0x3C000000, %edx
        jnz     1f
        bts     $45, %rax                       # beyond any address
1:      test    $0xC0000000, %edx
        jnz     1f
        bts     $63, %rax                       # no execution
1:      mov     %rax, (%rdi)
        ret

random: mov     %r14d, %eax
        shl     $13, %eax
        xor     %eax, %r14d
        mov     %r14d, %eax
        shr     $17, %eax
        xor     %eax, %r14d
        mov     %r14d, %eax
        shl     $5, %eax
        xor     %eax, %r14d
        mov     %r14d, %eax
        ret

mix:    xor     %eax, %r13d
        imul    $0x01000193, %r13d, %r13d
        rol     $11, %r13d
        ret

# eight bytes each
accesses: mov   (%rbx), %al
        int     $0x30
        .org    accesses + 8
        movb    $0xCD, (%rbx)
        int     $0x30
        .org    accesses + 16
        jmp     *%rbx
        .org    accesses + 24
        lock orb $0x01, (%rbx)
        int     $0x30
        .org    accesses + 32

        INTERRUPT_STUBS
common: mov     %cr4, %rax                      # the page may be the program's
        btr     $21, %rax
        mov     %rax, %cr4
        pop     %rax
        mov     %eax, %esi
        call    mix
        pop     %rax
        call    mix
        cmp     $14, %esi
        jne     1f
        mov     %cr2, %rax
        call    mix
        shr     $32, %rax
        call    mix
1:      mov     8(%rsp), %eax                   # CS, and the flags but for RF
        call    mix
        mov     16(%rsp), %eax
        btr     $16, %eax
        call    mix
        mov     $0x7C00, %esp
        cld
        movb    $0xCD, TARGETS + 0x3000
        movb    $0xCD, 0
        .irp    place, TABLES + 8, TARGETS, TARGETS + 0x1000, TARGETS + 0x2000
        mov     \place, %eax
        call    mix
        .endr
        dec     %r15d
        test    $127, %r15d
        jnz     next
        mov     %r13d, %eax
        call    hex
        mov     $'\n', %al
        call    putc
        test    %r15d, %r15d
        jnz     next
        POWER_OFF

        PRINTING r

        .p2align 4
gdtr:   .word   gdtend - gdt - 1
        .quad   gdt
idtr:   .word   0x31*16 - 1
        .quad   idt
        .p2align 4
gdt:    .quad   0, 0x00AF9B000000FFFF, 0x00CF93000000FFFF, 0x00AFFB000000FFFF, 0x00CFF3000000FFFF
        .word   0x67, tss, 0x8900, 0
        .quad   0
gdtend:
        .p2align 4
tss:    .long   0
        .quad   0x7800
        .fill   92
        .p2align 4
idt:    .fill   0x31*16
        END_OF_IMAGE
