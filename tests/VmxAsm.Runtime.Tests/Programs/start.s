# Entry of a C program as a multiboot kernel: turns on x87, SSE and (where CPUID has it) AVX, enters 64-bit mode for BITS=64, calls program(), and powers off. With BITS=16 it stays
# in the real mode that a boot sector is entered in.
        .set    COM1, 0x3F8
        .text
        .globl  kernel
.if BITS == 16
        .code16
kernel: cli
        cld
        xor     %ax, %ax
        mov     %ax, %ds
        mov     %ax, %es
        mov     %ax, %ss
        mov     $0x7C00, %esp
        mov     %cr4, %eax
        or      $0x600, %eax            # OSFXSR, OSXMMEXCPT
        mov     %eax, %cr4
        fninit
        mov     $COM1 + 3, %dx
        mov     $3, %al
        out     %al, %dx
        calll   program
        mov     $0xF4, %dx              # ends a run of the processor alone
        xor     %al, %al
        out     %al, %dx
1:      hlt
        jmp     1b
.else
        .code32
kernel: jmp     1f
        .align  4
        .long   0x1BADB002, 0, -0x1BADB002
1:      cld
        mov     $stack_end, %esp
        mov     %cr0, %eax
        and     $~0xC, %eax             # neither EM nor TS
        or      $0x22, %eax             # MP, NE
        mov     %eax, %cr0
        mov     %cr4, %eax
        or      $0x620, %eax            # PAE, OSFXSR, OSXMMEXCPT
        mov     %eax, %cr4
        fninit
        mov     $1, %eax
        cpuid
        bt      $26, %ecx               # XSAVE
        jnc     2f
        mov     %cr4, %eax
        or      $0x40000, %eax          # OSXSAVE
        mov     %eax, %cr4
        mov     $0x0D, %eax
        xor     %ecx, %ecx
        cpuid
        and     $7, %eax
        xor     %ecx, %ecx
        xor     %edx, %edx
        xsetbv
2:      mov     $COM1 + 3, %dx          # eight bits, no parity
        mov     $3, %al
        out     %al, %dx
.if BITS == 64
        mov     $level3, %eax           # one gigabyte in pages of 2 MB
        or      $3, %eax
        mov     %eax, level4
        mov     $level2, %eax
        or      $3, %eax
        mov     %eax, level3
        xor     %ecx, %ecx
3:      mov     %ecx, %eax
        shl     $21, %eax
        or      $0x83, %eax
        mov     %eax, level2(, %ecx, 8)
        inc     %ecx
        cmp     $512, %ecx
        jb      3b
        mov     $level4, %eax
        mov     %eax, %cr3
        mov     $0xC0000080, %ecx
        rdmsr
        bts     $8, %eax                # LME
        wrmsr
        mov     %cr0, %eax
        bts     $31, %eax
        mov     %eax, %cr0
        lgdt    table_register
        ljmp    $8, $4f
        .code64
4:      xor     %eax, %eax
        mov     %eax, %ds
        mov     %eax, %es
        mov     %eax, %ss
        mov     $stack_end, %rsp
        call    program
.else
        .code32
        call    program
.endif
        mov     $0x604, %dx
        mov     $0x2000, %ax
        out     %ax, %dx
5:      hlt
        jmp     5b
.endif

        .data
        .align  8
table:  .quad   0, 0x00AF9B000000FFFF
table_register:
        .word   15
        .long   table, 0

        .bss
.if BITS != 16
        .align  4096
level4: .skip   4096
level3: .skip   4096
level2: .skip   4096
        .skip   0x100000
stack_end:
.endif
        .section .note.GNU-stack, "", @progbits
