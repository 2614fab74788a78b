# Virtual-8086 mode and level 3 with random VME, PVI, IOPL, VIF, VIP, IF, TF, I/O map, interrupt redirection bitmap and stack pointer, and one instruction that minds them. What came of it goes
# into a sum, which is printed after every 128. Run here and in Bochs, the text must be the same.
        .include "boot.s"
        .include "parts.s"
        .include "cases.inc"            # SEED
        .set    COUNT, 12*128
        .set    CODE, 0x30000           # of the virtual machine
        .set    STACK, 0x60000
        .set    HANDLERS, 0x3100        # where its vectors lead to, in its code

main:   lgdt    gdtr
        lidt    idtr
        mov     %cr0, %eax
        or      $0x21, %eax
        mov     %eax, %cr0
        ljmp    $8, $code32

        .code32
code32: mov     $16, %eax
        mov     %eax, %ds
        mov     %eax, %es
        mov     %eax, %ss
        mov     $0x7C00, %esp
        mov     $0x28, %eax
        ltr     %ax
        xor     %eax, %eax
        lldt    %ax
        INTERRUPT_GATES e
        mov     $instructions, %esi
        mov     $CODE, %edi
        mov     $instructionsend - instructions, %ecx
        rep movsb
        mov     $CODE + 0x3000, %edi
        mov     $0xF4, %al              # HLT
        mov     $0x20000, %ecx
        rep stosb
        xor     %ecx, %ecx              # all vectors
1:      lea     HANDLERS(%ecx), %eax
        or      $CODE << 12, %eax
        mov     %eax, (, %ecx, 4)
        inc     %cl
        jnz     1b
        movl    $COUNT, left
        xor     %ebx, %ebx
        movl    $SEED, seed
        movl    $0x811C9DC5, sum

next:   mov     $STACK, %edi            # its stack, and what IRET and POPF find there
        mov     $0x100, %ecx
1:      call    random                  # flags without NT; as segment and offset they lead to HLT
        and     $0x0FD70FD7, %eax
        or      $0x30003000, %eax
        stosl
        loop    1b
        mov     $STACK + 0xFFF0, %edi
        mov     $4, %ecx
1:      call    random
        and     $0x0FD70FD7, %eax
        or      $0x30003000, %eax
        stosl
        loop    1b
        call    random
        mov     %eax, tss + 0x68 + 4    # redirection of 0x20 to 0x3F
        call    random
        mov     %eax, tss + 0x68        # and of the first
        call    random
        mov     %al, tss + 0x88 + 0x10  # port 0x80
        movb    $0x8E, %al
        bt      $9, %eax
        jnc     1f
        or      $0x60, %al
1:      mov     %al, idt + 0x21*8 + 5
        mov     %al, idt + 3*8 + 5
        mov     %al, idt + 4*8 + 5
        mov     %eax, %ecx              # VME and PVI
        shr     $10, %ecx
        and     $3, %ecx
        mov     %ecx, %cr4
        call    random
        and     $0x183AD5, %eax         # VIF, VIP, IOPL, IF, OF, status
        or      $2, %eax
        mov     %eax, %edx
        call    random
        test    $0xF00, %eax
        jnz     1f
        or      $0x100, %edx            # TF
1:      test    $0x7000, %eax
        jz      2f                      # level 3
        or      $0x20000, %edx
        mov     %eax, %ecx
        shr     $16, %ecx
        and     $0x1FE, %ecx
        add     $0x100, %ecx
        test    $0xE0000000, %eax
        jnz     1f
        and     $2, %ecx                # at the end of the stack segment
1:      push    $0x5000
        push    $0x5001
        push    $0x5002
        push    $0x5003
        push    $STACK >> 4
        push    %ecx
        push    %edx
        push    $CODE >> 4
        xor     %edx, %edx
        and     $0x7F, %eax
        mov     $(instructionsend - instructions)/16, %ecx
        div     %ecx
        shl     $4, %edx
        push    %edx
        call    registers
        iret
2:      push    $0x23
        push    $STACK + 0x200
        push    %edx
        push    $0x1B
        xor     %edx, %edx
        and     $0x7F, %eax
        mov     $(userend - user)/8, %ecx
        div     %ecx
        lea     user(, %edx, 8), %eax
        push    %eax
        mov     $0x23, %eax
        mov     %eax, %ds
        mov     %eax, %es
        call    registers
        iret

registers: mov  $0x1234, %eax
        mov     $0x80, %edx
        mov     $0x8765, %ebx
        ret

random: push    %ecx
        mov     %ss:seed, %eax
        mov     %eax, %ecx
        shl     $13, %ecx
        xor     %ecx, %eax
        mov     %eax, %ecx
        shr     $17, %ecx
        xor     %ecx, %eax
        mov     %eax, %ecx
        shl     $5, %ecx
        xor     %ecx, %eax
        mov     %eax, %ss:seed
        pop     %ecx
        ret

mix:    push    %ebx
        mov     sum, %ebx
        xor     %eax, %ebx
        imul    $0x01000193, %ebx, %ebx
        rol     $11, %ebx
        mov     %ebx, sum
        pop     %ebx
        ret

# Sixteen bytes each, ending in HLT, which the monitor hears.
        .macro  each code:vararg
        .p2align 4
        \code
        hlt
        .endm
        .p2align 4
        .code16
instructions:
        each    cli
        each    sti
        each    pushf
        each    popf
        each    pushfl
        each    popfl
        each    int $0x20
        each    int $0x21
        each    int3
        each    into
        each    int $3
        each    iret
        .p2align 4                      # with an EIP above 0xFFFF Bochs faults later than the manual says
        pushfl
        pushl   %cs
        pushl   $0x3150
        iretl
        each    out %al, $0x80
        each    out %ax, %dx
        each    outsb
        each    mov %cr0, %eax
        each    clts
        each    push %ax
        each    pop %ss
        each    enter $4, $1
        each    lcall $0x3000, $0x3180
        each    lret
        each    pusha
        each    popa
        each    pushl %eax
        each    arpl %ax, %ax
        each    smsw %ax
        each    lmsw %ax
        each    str %ax
        each    int $0x13
        .p2align 4
instructionsend:

        .code32
        .macro  own code:vararg
        .p2align 3
        \code
        hlt
        .endm
        .p2align 3
user:   own     cli
        own     sti
        own     pushf
        own     popf
        own     popfw
        own     int $0x20
        own     int $0x21
        own     int3
        own     into
        own     out %al, $0x80
        .p2align 3
userend:

        INTERRUPT_STUBS
common: mov     %eax, %ss:saved
        mov     $16, %eax
        mov     %eax, %ds
        mov     %eax, %es
        pop     %eax                    # vector
        call    mix
        pop     %eax                    # error code
        call    mix
        pop     %eax                    # EIP
        call    mix
        pop     %eax
        movzwl  %ax, %eax
        call    mix
        pop     %eax                    # EFLAGS
        call    mix
        pop     %eax                    # ESP
        call    mix
        pop     %eax
        movzwl  %ax, %eax
        call    mix
        mov     saved, %eax
        call    mix
        mov     %ebx, %eax
        call    mix
        mov     $STACK, %esi
        mov     $0xC0, %ecx
1:      lodsl
        call    mix
        loop    1b
        mov     $STACK + 0xFFF0, %esi
        mov     $4, %ecx
1:      lodsl
        call    mix
        loop    1b
        mov     $0x7C00, %esp
        cld
        push    $2
        popf
        mov     %dr6, %eax              # what single steps left there
        and     $0xE00F, %eax
        call    mix
        xor     %eax, %eax
        mov     %eax, %dr6
        decl    left
        testl   $127, left
        jnz     next
        mov     sum, %eax
        call    hex
        mov     $'\n', %al
        call    putc
        cmpl    $0, left
        jne     next
        POWER_OFF

        PRINTING e
        .p2align 2
left:   .long   0
seed:   .long   0
sum:    .long   0
saved:  .long   0
gdtr:   .word   gdtend - gdt - 1
        .long   gdt
idtr:   .word   0x31*8 - 1
        .long   idt
        .p2align 4
gdt:    .quad   0, 0x00CF9B000000FFFF, 0x00CF93000000FFFF, 0x00CFFB000000FFFF, 0x00CFF3000000FFFF
        .word   tssend - tss - 1, tss, 0x8900, 0
gdtend:
        .p2align 4
tss:    .long   0, 0x7800, 16
        .fill   90
        .word   0x88
        .fill   32                      # redirection
        .fill   0x80
        .byte   0xFF
tssend:
        .p2align 4
idt:    .fill   0x31*8
        END_OF_IMAGE
