# Guests for Linux' KVM, one on each page from 0x1000 on: guest-physical addresses, each the place of the first instruction. A guest prints by OUT to port 0xE9,
# and ends by OUT to port 0xF4.
        .set    PRINT, 0xE9
        .set    END, 0xF4
        .set    STACK, 0x8000
        .set    DEVICE, 0x400000                # where the guest has no memory: KVM's user answers

# digit -- the number in AL, below 10, and a new line.
        .macro  digit
        add     $'0', %al
        out     %al, $PRINT
        mov     $'\n', %al
        out     %al, $PRINT
        .endm

        .text
        .fill   0x1000                          # the interrupt-vector table

# 1: real mode; IRQ 0 ten times, from KVM's own 8259s and 8254.
        .code16
        xor     %ax, %ax
        mov     %ax, %ds
        mov     %ax, %ss
        mov     $STACK, %sp
        movw    $tick, 0x20 * 4
        movw    %ax, 0x20 * 4 + 2
        .irp    value, 0x11, 0x20, 4, 1, 0xFE
        mov     $\value, %al
        .ifeq   \value - 0x11
        out     %al, $0x20
        .else
        out     %al, $0x21
        .endif
        .endr
        mov     $0x34, %al                      # a thousand times a second
        out     %al, $0x43
        mov     $0xA9, %al
        out     %al, $0x40
        mov     $4, %al
        out     %al, $0x40
        xor     %cx, %cx
1:      sti
        hlt
        cmp     $9, %cx
        jb      1b
        cli
        mov     %cx, %ax
        digit
        out     %al, $END
tick:   inc     %cx
        mov     $0x20, %al
        out     %al, $0x20
        iret

# 2: protected mode without paging: a device in memory, and port input by strings.
        .org    0x2000
        .code32
        mov     $STACK, %esp
        movl    $0x1234, DEVICE
        mov     DEVICE + 8, %eax                # 3 is the answer to all reads
        mov     $STACK, %edi
        mov     $PRINT, %edx
        mov     $2, %ecx
        cld
        rep insb
        add     STACK + 1, %al
        digit
        out     %al, $END

# 3: 64-bit mode, its page tables made here in protected mode; a thousand CPUIDs, pages touched for the first time, self-modifying code.
        .org    0x3000
        movl    $0x11007, 0x10000
        movl    $0x12007, 0x11000
        movl    $0x13007, 0x12000
        movl    $0x200087, 0x12008              # the second 2 MB, large
        mov     $0x13000, %edi
        mov     $7, %eax
1:      mov     %eax, (%edi)
        add     $0x1000, %eax
        add     $8, %edi
        cmp     $0x14000, %edi
        jb      1b
        mov     $0x10000, %eax
        mov     %eax, %cr3
        mov     $0x20, %eax
        mov     %eax, %cr4
        mov     $0xC0000080, %ecx
        rdmsr
        or      $0x100, %eax
        wrmsr
        mov     %cr0, %eax
        or      $0x80000000, %eax
        mov     %eax, %cr0
        lgdt    gdt
        ljmp    $8, $long
        .code64
long:   mov     $STACK, %esp
        mov     $1000, %edi
1:      xor     %eax, %eax
        cpuid
        dec     %edi
        jnz     1b
        mov     $0x100000, %edi
        xor     %esi, %esi
2:      incl    (%rdi)
        add     (%rdi), %esi
        add     $0x1000, %edi
        cmp     $0x300000, %edi
        jb      2b
        cmp     $0x200, %esi                    # each page was empty
        jne     3f
        movb    $5, patched + 1
patched: mov    $0, %al
        digit
3:      out     %al, $END
        .balign 8
table:  .quad   0, 0x00AF9B000000FFFF
gdt:    .word   . - table - 1
        .long   table
        .org    0x4000
