# IA-32e mode: faults with their error codes and stacks, canonical addresses, interrupt stacks, paging rights and NX, system calls, bases, compatibility
# mode. Every test prints vector, error code, distance of the return address, CS, SS, flags, RSP; run here and in Bochs, the text must be the same.
        .include "boot.s"
        .include "parts.s"

        # tables at 0x50000: PML4, PDPT, directory; the first 2 MB by 4 KB pages at 0x53000
main:   mov     $0x5000, %ax
        mov     %ax, %es
        xor     %di, %di
        xor     %eax, %eax
        mov     $0x1000, %cx
        cld
        rep stosl
        movl    $0x51007, %es:0
        movl    $0x52007, %es:0x1000
        movl    $0x53007, %es:0x2000
        movl    $0x87, %es:0x1008               # 1 GB page at 1 GB, back to 0
        mov     $0x3000, %di
        mov     $7, %eax
        mov     $512, %cx
1:      mov     %eax, %es:(%di)
        add     $0x1000, %eax
        add     $8, %di
        loop    1b
        mov     $0x620, %eax
        mov     %eax, %cr4
        mov     $0x50000, %eax
        mov     %eax, %cr3
        mov     $0xC0000080, %ecx
        rdmsr
        or      $0x901, %eax                    # NXE, LME, SCE
        wrmsr
        lgdt    gdtr
        lidt    idtr
        mov     %cr0, %eax
        or      $0x80010021, %eax
        mov     %eax, %cr0
        ljmp    $8, $code64

        .code64
        .macro  SETUP
        movq    $98f, resume
        movq    $97f, start
97:
        .endm
        .macro  ENDTEST
        call    nofault
98:
        .endm
        .macro  USER flags=0x3002
        SETUP
        push    $0x23
        push    $0x7400
        push    $\flags
        push    $0x1B
        push    $96f
        iretq
96:
        .endm

code64: FLAT_DATA
        mov     $0x7C00, %esp
        xor     %eax, %eax
        lldt    %ax
        INTERRUPT_GATES r
        movw    $0xEE00, idt + 3*16 + 4
        movw    $0xEE00, idt + 0x30*16 + 4
        movw    $0x8E01, idt + 6*16 + 4         # #UD by its own stack
        movq    $0x7800, tss + 4
        movq    $0x77E0, tss + 0x24
        movw    $0x68, tss + 102
        mov     $0x28, %ax
        ltr     %ax
        mov     $0x30000, %edi
        xor     %eax, %eax
        mov     $0x8000, %ecx
        rep stosl

        SETUP
        mov     $0x8000000000000000, %rax
        mov     (%rax), %al
        ENDTEST
        SETUP
        mov     $0x00007FFFFFFFFFFF, %rax
        mov     (%rax), %ax
        ENDTEST
        SETUP
        mov     $0x800000000000, %rbp
        mov     (%rbp), %al
        ENDTEST
        SETUP
        mov     $0xFFFF800000000000, %rax
        mov     (%rax), %al
        ENDTEST
        SETUP
        mov     $0x800000000000, %rax
        jmp     *%rax
        ENDTEST
        SETUP
        mov     $0x800000000000, %rax
        push    %rax
        ret
        ENDTEST
        SETUP
        ud2
        ENDTEST
        SETUP
        int3
        ENDTEST
        SETUP
        int     $0x40
        ENDTEST
        SETUP
        .byte   0x06                            # push es
        ENDTEST
        SETUP
        .byte   0x37                            # aaa
        ENDTEST
        SETUP
        mov     $0x7BF3, %esp                   # the frame is aligned to 16
        int     $0x30
        ENDTEST
        # all selectors
        xor     %esi, %esi
loop:   SETUP
        mov     %esi, %eax
        mov     %ax, %gs
        ENDTEST
        SETUP
        mov     %esi, %eax
        mov     $16, %ebx
        mov     %ax, %ss
        mov     %bx, %ss
        ENDTEST
        SETUP
        mov     %esi, %eax
        xor     %ebx, %ebx
        xor     %edx, %edx
        lar     %eax, %ebx
        setz    %cl
        add     %cl, %bl
        lsl     %eax, %edx
        setz    %cl
        add     %cl, %bl
        verr    %ax
        setz    %cl
        add     %cl, %bl
        verw    %ax
        setz    %cl
        add     %cl, %bl
        mov     %ebx, %eax
        call    hex
        ENDTEST
        SETUP
        mov     %esi, %eax
        mov     %ax, farptr + 4
        movl    $target, farptr
        ljmp    *farptr
        ENDTEST
        SETUP
        mov     %esi, %eax
        mov     %ax, farptr + 4
        lcall   *farptr
        ENDTEST
        SETUP
        mov     %esi, %eax
        push    %rax
        push    $target
        lretq
        ENDTEST
        cmp     $0x50, %esi                     # not present: #SS by the manual, #NP in Bochs
        je      1f
        SETUP                                   # IRETQ with every selector as SS
        push    %rsi
        push    $0x7000
        push    $2
        push    $8
        push    $target
        iretq
        ENDTEST
1:      inc     %esi
        cmp     $gdtend - gdt + 8, %esi
        jb      loop
        xor     %eax, %eax
        mov     %eax, %gs

        # ---- level 3
        USER
        hlt
        ENDTEST
        USER
        int     $0x30
        ENDTEST
        USER
        int     $0x2F
        ENDTEST
        USER
        ud2
        ENDTEST
        USER 2
        in      $0x20, %al
        ENDTEST
        USER
        mov     %cr3, %rax
        ENDTEST
        USER
        swapgs
        ENDTEST
        USER
        sysretq
        ENDTEST
        USER
        sysexitl
        ENDTEST
        USER
        lcall   *fargate                        # to level 0 by a call gate, and back
        int     $0x30
        ENDTEST
        USER                                    # compatibility mode
        ljmp    *compat
back64: int     $0x30
        ENDTEST

        # ---- system calls
        mov     $0xC0000081, %ecx
        xor     %eax, %eax
        mov     $0x00130008, %edx
        wrmsr
        inc     %ecx
        mov     $syscallentry, %eax
        xor     %edx, %edx
        wrmsr
        mov     $0xC0000084, %ecx
        mov     $0x0600, %eax
        xor     %edx, %edx
        wrmsr
        USER 0x3002
        std
        syscall
        pushf
        pop     %rax
        int     $0x30
        ENDTEST
        cld
        mov     $0x174, %ecx
        mov     $8, %eax
        xor     %edx, %edx
        wrmsr
        inc     %ecx
        mov     $0x7700, %eax
        wrmsr
        inc     %ecx
        mov     $sysenterentry, %eax
        wrmsr
        USER 0x3002
        sysenter
        ENDTEST

        # ---- bases
        mov     $0xC0000100, %ecx
        mov     $0x30000, %eax
        xor     %edx, %edx
        wrmsr
        movl    $0xCAFE, 0x30010
        mov     %fs:0x10, %eax
        call    hex
        mov     $0xC0000102, %ecx
        mov     $0x31000, %eax
        wrmsr
        movl    $0xF00D, 0x31010
        swapgs
        mov     %gs:0x10, %eax
        call    hex
        swapgs
        SETUP
        mov     $0xC0000101, %ecx
        mov     $0x8000, %edx
        wrmsr
        ENDTEST
        SETUP
        mov     $0xC0000080, %ecx
        mov     $0x4000, %eax
        xor     %edx, %edx
        wrmsr
        ENDTEST
        SETUP
        mov     $0xC0000080, %ecx
        rdmsr
        and     $0xFFFFFEFF, %eax
        wrmsr
        ENDTEST
        SETUP
        mov     %cr4, %rax
        and     $0xFFFFFFDF, %eax
        mov     %rax, %cr4
        ENDTEST
        SETUP
        mov     %cr0, %rax
        btr     $31, %rax
        mov     %rax, %cr0
        ENDTEST
        SETUP
        mov     $0x8000000000050000, %rax
        mov     %rax, %cr3
        ENDTEST
        SETUP
        mov     $0x100000000, %rax
        mov     %rax, %dr7
        ENDTEST
        SETUP
        mov     %cr8, %rax
        mov     $16, %eax
        mov     %rax, %cr8
        ENDTEST

        # ---- pages: rights
        movl    $0x30001, 0x53000 + 8*0x30      # supervisor, read-only
        movl    $0x31005, 0x53000 + 8*0x31      # user, read-only
        movl    $0x32003, 0x53000 + 8*0x32      # supervisor, writable
        movl    $0, 0x53000 + 8*0x33            # not there
        movl    $0x80000000, 0x53000 + 8*0x34 + 4       # no execution
        movl    $0x00100000, 0x53000 + 8*0x35 + 4       # a reserved address bit
        mov     %cr3, %rax
        mov     %rax, %cr3
        .macro  TOUCH address
        SETUP
        mov     \address, %al
        mov     %al, \address
        ENDTEST
        SETUP
        movb    $0xC3, %al
        mov     $\address, %eax
        call    *%rax
        ENDTEST
        USER
        mov     \address, %al
        mov     %al, \address
        int     $0x30
        ENDTEST
        USER
        mov     $\address, %eax
        jmp     *%rax
        ENDTEST
        .endm
        .set    next, 0x30000
        .rept   6
        TOUCH   next
        .set    next, next + 0x1000
        .endr
        movb    $0xF4, 0x36000
        SETUP
        mov     0x40036000, %al                 # through the 1 GB page
        movzx   %al, %eax
        call    hex
        mov     0x80000000, %al
        ENDTEST
        mov     0x53000 + 8*0x34, %eax
        call    hex
        mov     0x53000 + 8*0x31, %eax
        call    hex
        mov     0x51000, %eax
        call    hex

        POWER_OFF

syscallentry:
        mov     %rcx, %rax
        sub     start, %rax
        call    hex
        mov     %r11, %rax
        call    hex
        pushf
        pop     %rax
        call    hex
        mov     %cs, %eax
        call    hex
        mov     %ss, %eax
        call    hex
        sysretq
sysenterentry:
        mov     %cs, %eax
        call    hex
        mov     %rsp, %rax
        call    hex
        mov     $back64, %edx
        mov     $0x7300, %ecx
        ud2
gate:   mov     %cs, %eax
        call    hex
        mov     %ss, %eax
        call    hex
        mov     %rsp, %rax
        call    hex
        lretq
        .code32
compatcode:
        mov     $0x12345678, %eax
        push    %eax
        pop     %ebx
        inc     %ebx
        mov     $0x23, %ecx
        mov     %ecx, %ds
        ljmp    $0x1B, $back64
        .code64
target: mov     %cs, %eax
        call    hex
        mov     %ss, %eax
        call    hex
        mov     $0x7C00, %esp
        pushq   $8
        pushq   $1f
        lretq
1:      mov     $16, %eax
        mov     %eax, %ss
        call    nofault
        jmp     *resume

nofault:
        push    %rax
        mov     $'-', %al
        call    putc
        mov     $'\n', %al
        call    putc
        pop     %rax
        ret
        PRINTING r

        INTERRUPT_STUBS
common: mov     (%rsp), %rax
        call    hex
        mov     8(%rsp), %rax
        call    hex
        mov     16(%rsp), %rax
        sub     start, %rax
        call    hex
        mov     24(%rsp), %rax
        call    hex
        mov     32(%rsp), %rax
        call    hex
        mov     40(%rsp), %rax
        call    hex
        mov     48(%rsp), %rax
        call    hex
        mov     %rsp, %rax
        call    hex
        cmpl    $14, (%rsp)
        jne     1f
        mov     %cr2, %rax
        call    hex
1:      mov     $'\n', %al
        call    putc
        mov     $16, %eax
        mov     %eax, %ss
        mov     $0x7C00, %esp
        jmp     *resume

        .p2align 3
farptr: .long   target, 0
fargate: .long  0, 0x63
compat: .long   compatcode, 0x73
resume: .quad   0
start:  .quad   0
gdt:    .quad   0
        .quad   0x00AF9B000000FFFF      # 08 code
        .quad   0x00CF93000000FFFF      # 10 data
        .quad   0x00AFFB000000FFFF      # 18 code, level 3
        .quad   0x00CFF3000000FFFF      # 20 data, level 3
        .word   0x67, tss, 0x8900, 0    # 28 TSS
        .quad   0
        .quad   0x00CF9B000000FFFF      # 38 code of 32 bits
        .quad   0x00AF1B000000FFFF      # 40 code, not present
        .quad   0x00EF9B000000FFFF      # 48 L and D
        .quad   0x00CF13000000FFFF      # 50 data, not present
        .quad   0x00AF9F000000FFFF      # 58 conforming
        .word   gate, 8, 0xEC00, 0      # 60 call gate, level 3
        .quad   0
        .quad   0x00CFFB000000FFFF      # 70 code of 32 bits, level 3
        .quad   0x0000890000000067      # 78 a TSS whose upper half has a type
        .quad   0x00CFF3000000FFFF      # 80
gdtend:
gdtr:   .word   gdtend - gdt - 1
        .long   gdt
idtr:   .word   0x31*16 - 1
        .long   idt
        .p2align 4
tss:    .fill   112
idt:    .fill   0x31*16
        END_OF_IMAGE
