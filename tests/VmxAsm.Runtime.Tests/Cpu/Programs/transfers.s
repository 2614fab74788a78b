# Far transfers, selector loads, gates and task switches with random descriptors; TransfersAgainstBochsTests writes `cases.inc`. Every case starts from a known state at privilege level
# 0 or 3 and ends in an interrupt or exception, which prints what it found. Run here and in Bochs, the text must be the same.
        .include "boot.s"
        .include "parts.s"

main:   lgdt    gdtr
        lidt    idtr
        mov     %cr0, %eax
        or      $0x21, %eax
        mov     %eax, %cr0
        ljmp    $8, $code32

        .code32
        .set    STACK0, 0x7000          # of level 0
        .set    STACK3, 0x6000
        .set    SIZE, 64                # of a case
        .set    SAVED, 0x100000

# A case: kind, level, vector, unused; selector, unused; EFLAGS; nine dwords for the stack; a far pointer
        .set    KIND, 0
        .set    LEVEL, 1
        .set    VECTOR, 2
        .set    SELECTOR, 4
        .set    FLAGS, 8
        .set    FRAME, 12
        .set    FAR, 48

code32: mov     $16, %eax
        mov     %eax, %ds
        mov     %eax, %es
        mov     %eax, %ss
        mov     $0x7C00, %esp
        mov     $0x5000, %edi           # what the BIOS left there
        mov     $0x2C00, %ecx
        xor     %eax, %eax
        rep stosb
        mov     $0x30000, %edi
        mov     $0x10000, %ecx
        rep stosb
        mov     $gdt, %esi              # every case begins with these tables
        mov     $SAVED, %edi
        mov     $(tablesend - gdt)/4, %ecx
        rep movsl
        # The exceptions and the vectors behind them; 0x40 and above are cases.inc's.
        INTERRUPT_GATES e
        movb    $0xEE, idt + 0x30*8 + 5
        movw    $0x8500, idt + 8*8 + 4  # double faults have a task of their own
        movw    $0x38, idt + 8*8 + 2

next:   cli
        cld
        FLAT_DATA
        mov     $0x7C00, %esp
        mov     $SAVED, %esi
        mov     $gdt, %edi
        mov     $(tablesend - gdt)/4, %ecx
        rep movsl
        push    $2
        popf
        clts
        andb    $0xFD, gdt + 0x28 + 5   # not busy
        mov     $0x28, %eax
        ltr     %ax
        andb    $0xFD, gdt + 0x38 + 5
        movl    $dftask, dftss + 32
        movl    $2, dftss + 36
        movl    $0x7700, dftss + 56
        movl    $0, dftss
        mov     $0x30, %eax
        lldt    %ax
        mov     case, %ebx
        cmp     $casesend, %ebx
        jae     finish
        addl    $SIZE, case
        movzbl  VECTOR(%ebx), %eax
        mov     %al, vector + 1
        movzbl  KIND(%ebx), %edi
        mov     kinds(, %edi, 4), %edi
        mov     $0x11111111, %eax
        mov     $0x22222222, %ecx
        mov     $0x33333333, %edx
        mov     $0x44444444, %ebp
        mov     $0x55555555, %esi
        cmpb    $3, LEVEL(%ebx)
        je      1f
        mov     $STACK0, %esp
        pushl   FLAGS(%ebx)
        popf
        jmp     *%edi
1:      mov     $STACK3, %esi
        pushl   $0x23
        pushl   %esi
        pushl   FLAGS(%ebx)
        pushl   $0x1B
        pushl   %edi
        mov     $0x23, %esi
        mov     %esi, %ds
        mov     %esi, %es
        mov     %esi, %fs
        mov     %esi, %gs
        mov     $0x55555555, %esi
        iret

finish: POWER_OFF

# What a transfer leads to.
        .p2align 4
arrived: int    $0x30
        .byte   0xCC, 0xCC

        .macro  PUSHFRAME count
        .set    i, \count
        .rept   \count
        .set    i, i - 1
        pushl   %ds:FRAME + 4*i(%ebx)
        .endr
        .endm

kinds:  .long   loadds, loades, loadfs, loadgs, loadss, access, limit, verify, ljump, ljump16, lcall, lcall16, return, return4, return16, iret5, iret9, iret16
        .long   interrupt, loadldt, loadtr, popds, pops, farload, farloads, adjust, iret3, breakpoint, overflow
loadds: mov     SELECTOR(%ebx), %ds
        int     $0x30
loades: mov     SELECTOR(%ebx), %es
        int     $0x30
loadfs: mov     SELECTOR(%ebx), %fs
        int     $0x30
loadgs: mov     SELECTOR(%ebx), %gs
        int     $0x30
loadss: mov     SELECTOR(%ebx), %ss
        int     $0x30
access: mov     SELECTOR(%ebx), %ecx
        lar     %ecx, %eax
        pushf
        lar     %cx, %dx
        int     $0x30
limit:  mov     SELECTOR(%ebx), %ecx
        lsl     %ecx, %eax
        pushf
        lsl     %cx, %dx
        int     $0x30
verify: verr    SELECTOR(%ebx)
        pushf
        pop     %eax
        verw    SELECTOR(%ebx)
        pushf
        pop     %edx
        int     $0x30
ljump:  ljmp    *FAR(%ebx)
        int     $0x30
ljump16: data16 ljmp *FAR(%ebx)
        int     $0x30
lcall:  PUSHFRAME 3
        lcall   *FAR(%ebx)
        int     $0x30
lcall16: PUSHFRAME 3
        data16  lcall *FAR(%ebx)
        int     $0x30
return: PUSHFRAME 4
        lret
return4: PUSHFRAME 6
        lret    $8
return16: PUSHFRAME 3
        data16  lret
iret5:  PUSHFRAME 5
        iret
iret3:  PUSHFRAME 3
        iret
iret9:  PUSHFRAME 9
        iret
iret16: PUSHFRAME 4
        iretw
interrupt:
vector: int     $0x40
        int     $0x30
loadldt: lldt   SELECTOR(%ebx)
        int     $0x30
loadtr: ltr     SELECTOR(%ebx)
        int     $0x30
popds:  PUSHFRAME 2
        pop     %ds
        int     $0x30
pops:   PUSHFRAME 2
        pop     %ss
        pop     %es
        int     $0x30
farload: lss    FAR(%ebx), %eax
        int     $0x30
farloads: les   FAR(%ebx), %eax
        lfs     FAR(%ebx), %ecx
        int     $0x30
adjust: mov     SELECTOR(%ebx), %eax
        mov     FAR(%ebx), %ecx
        arpl    %cx, %ax
        pushf
        pop     %edx
        int     $0x30
breakpoint: int3
        int     $0x30
overflow: into
        int     $0x30

# The double fault's task.
dftask: mov     $'D', %al
        call    putc
        pop     %eax
        call    hex
        mov     $tss, %esi
        movzwl  dftss, %eax             # whose task it was
        call    hex
        mov     32(%esi), %eax
        call    hex
        mov     36(%esi), %eax
        call    hex
        mov     76(%esi), %eax
        call    hex
        mov     80(%esi), %eax
        call    hex
        jmp     line

        PRINTING e


        INTERRUPT_STUBS
# The stack may be any that level 0 can have: addresses over it are made with SS, within 64 KB when it is small.
common: push    %eax
        push    %ecx
        push    %edx
        push    %ds
        push    %es
        push    %fs
        push    %gs
        mov     %ss, %eax
        lar     %eax, %eax
        mov     %esp, %ebp
        test    $0x400000, %eax
        jnz     1f
        movzwl  %sp, %ebp
1:      mov     $16, %eax
        mov     %eax, %ds
        mov     %eax, %es
        xor     %esi, %esi              # vector, error code, EIP, CS, EFLAGS; registers; segments
2:      movzbl  order(%esi), %ecx
        mov     %ss:(%ebp, %ecx), %eax
        call    segment
        call    hex
        inc     %esi
        cmp     $10, %esi
        jb      2b
3:      testb   $3, %ss:40(%ebp)        # from an outer level
        jnz     4f
        testb   $2, %ss:46(%ebp)        # or virtual-8086 mode
        jz      5f
4:      mov     %ss:48(%ebp), %eax
        call    hex
        movzwl  %ss:52(%ebp), %eax
        call    hex
5:      mov     %ss, %eax
        call    hex
        mov     %ebp, %eax
        call    hex
        mov     $16, %eax
        mov     %eax, %ss
        mov     $0x7C00, %esp
line:   str     %eax
        movzwl  %ax, %eax
        call    hex
        sldt    %eax
        movzwl  %ax, %eax
        call    hex
        smsw    %eax
        and     $8, %eax
        call    hex
        # a sum of the stacks and of the descriptors
        xor     %edx, %edx
        mov     $0x5000, %esi
        mov     $(0x7000 - 0x5000)/4, %ecx
6:      lodsl
        add     %eax, %edx
        rol     $3, %edx
        loop    6b
        mov     $gdt, %esi
        mov     $(tablesend - gdt)/4, %ecx
7:      lodsl
        add     %eax, %edx
        rol     $3, %edx
        loop    7b
        mov     %edx, %eax
        call    hex
        mov     $'\n', %al
        call    putc
        jmp     next

# Selectors on the stack were pushed as dwords whose upper halves are not defined.
segment: cmp    $6, %esi
        jb      1f
        movzwl  %ax, %eax
1:      ret

# Offsets from EBP: GS FS ES DS EDX ECX EAX, then vector, error code, EIP, CS, EFLAGS, ESP, SS
order:  .byte   28, 32, 36, 40, 44, 24, 12, 8, 4, 0
        .p2align 2
case:   .long   cases
gdtr:   .word   gdtend - gdt - 1
        .long   gdt
idtr:   .word   0x80*8 - 1
        .long   idt
        .p2align 4
gdt:    .quad   0
        .quad   0x00CF9B000000FFFF      # 08 code
        .quad   0x00CF93000000FFFF      # 10 data
        .quad   0x00CFFB000000FFFF      # 18 code, level 3
        .quad   0x00CFF3000000FFFF      # 20 data, level 3
        .word   0x67, tss, 0x8900, 0    # 28 TSS
        .word   ldtend - ldt - 1, ldt, 0x8200, 0        # 30 LDT
        .word   0x67, dftss, 0x8900, 0  # 38 the double fault's TSS
        .include "cases.inc"
        END_OF_IMAGE
