# steps.s -- the frame of a program of single steps, each of which executes one VMX instruction in some mode and prints what it did.
#
# The generated part defines HOME (32 or 64: the mode that the steps start from and come back to), the table `all_fields` of VMCS encodings, and the steps:
#
#       real_steps:     in real mode, one line each: RSTEP instruction
#       steps:          BEGIN n / operands / IN_... / the instruction / DONE n
#
# A step ends in INT 0x30, in a fault, in a failed or successful VM entry. It prints a line: its number; what ended it (vector, error code, address, flags); CR2
# after page faults; EAX and the scratch operand; the current-VMCS pointer and its VM-instruction error, if there are any.

        .equ    PML4, 0x20000
        .equ    PDPT, 0x21000
        .equ    PD, 0x22000
        .equ    PD32, 0x23000
        .equ    VMXON_REGION, 0x28000
        .equ    VMCS_A, 0x29000
        .equ    VMCS_B, 0x2A000
        .equ    VMCS_SHADOW, 0x2B000    # bit 31 of the revision is 1
        .equ    VMCS_OTHER, 0x2C000     # another revision
        .equ    VIRTUAL_APIC, 0x2D000
        .equ    VMXON_SECOND, 0x2E000
        .equ    SCRATCH, 0x30000
        .equ    STACK3, 0x3B000
        .equ    GUEST_STACK, 0x3D000
        .equ    HOST_STACK, 0x3F000

        .include "boot.s"

# ---- real mode ---------------------------------------------------------------------------------------------------------------------
main:   mov     $0x3F8 + 3, %dx         # 8N1
        mov     $3, %al
        out     %al, %dx
        movw    $real_fault6, 6*4
        movw    $0, 6*4+2
        movw    $real_fault13, 13*4
        movw    $0, 13*4+2
        .macro  RSTEP instruction:vararg
        mov     $_start, %sp
        movw    $9f, real_resume
        \instruction
        mov     $'-', %al
        jmp     real_print
9:
        .endm
        jmp     real_steps
real_fault6:
        mov     $'6', %al
        jmp     real_print
real_fault13:
        mov     $'D', %al
real_print:
        mov     $0x3F8 + 5, %dx
        mov     %al, %ah
1:      in      %dx, %al
        test    $0x20, %al
        jz      1b
        mov     %ah, %al
        mov     $0x3F8, %dx
        out     %al, %dx
        jmp     *real_resume
real_resume: .word 0

        .macro  PROTECTED
        lgdtl   gdt_register
        mov     %cr0, %eax
        or      $1, %eax
        mov     %eax, %cr0
        ljmpl   $0x20, $flat
        .endm

# ---- protected mode, then 64-bit mode if that is home ---------------------------------------------------------------------------------
        .code32
flat:   mov     $0x10, %eax
        mov     %eax, %ds
        mov     %eax, %es
        mov     %eax, %ss
        mov     %eax, %fs
        mov     %eax, %gs
        mov     $HOST_STACK, %esp
        cld
        mov     $PML4, %edi             # all regions start as zeros
        xor     %eax, %eax
        mov     $0x1F000/4, %ecx
        rep stosl
        movl    $PDPT + 7, PML4
        movl    $PD + 7, PDPT
        movl    $0xE7, PD               # 4 MiB, of which the steps use the first
        movl    $0x2000E7, PD + 8
        movl    $0xE7, PD32
        mov     $0x480, %ecx
        rdmsr
        and     $0x7FFFFFFF, %eax
        mov     %eax, VMXON_REGION
        mov     %eax, VMXON_SECOND
        mov     %eax, VMCS_A
        mov     %eax, VMCS_B
        inc     %eax
        mov     %eax, VMCS_OTHER
        add     $0x7FFFFFFF, %eax
        mov     %eax, VMCS_SHADOW
        .if     HOME == 64
        mov     %cr4, %eax
        or      $0x20, %eax
        mov     %eax, %cr4
        mov     $PML4, %eax
        mov     %eax, %cr3
        mov     $0xC0000080, %ecx
        rdmsr
        or      $0x100, %eax
        wrmsr
        mov     %cr0, %eax
        or      $0x80000021, %eax
        mov     %eax, %cr0
        ljmpl   $0x08, $home
        .equ    HOME_CODE, 0x08
        .equ    HOME_CR3, PML4
        .equ    HOME_CR4, 0x2020
        .equ    GATE_SIZE, 16
        .code64
        .else
        mov     %cr4, %eax
        or      $0x10, %eax
        mov     %eax, %cr4
        mov     $PD32, %eax
        mov     %eax, %cr3
        mov     %cr0, %eax
        or      $0x80000021, %eax
        mov     %eax, %cr0
        .equ    HOME_CODE, 0x20
        .equ    HOME_CR3, PD32
        .equ    HOME_CR4, 0x2010
        .equ    GATE_SIZE, 8
        .endif

# Everything from here on is written for both homes; \r is the letter that makes a register 64 or 32 bits wide.
        .macro  FRAME r, bits
home:   mov     $HOST_STACK, %esp
        mov     $0x28, %eax
        ltr     %ax
        lidt    idt_register
        call    newline
        jmp     steps

# The end of a step. The stack: vector, error code, IP, CS, flags ...
trapped:
        push    %\r\()ax
        mov     $0x10, %eax             # virtual-8086 mode leaves null selectors
        mov     %eax, %ds
        mov     %eax, %es
        mov     %eax, %fs
        mov     %eax, %gs
        pop     %\r\()ax
        cmpl    $0, probing
        jne     probe_failed
        mov     %\r\()ax, saved_a
        mov     step, %eax
        call    hex
        pop     %\r\()bx
        mov     %ebx, %eax
        call    hex
        pop     %\r\()ax
        call    hex
        pop     %\r\()ax
        call    hex
        pop     %\r\()ax
        pop     %\r\()ax
        call    hex
        cmp     $14, %ebx
        jne     ended
        mov     %cr2, %\r\()ax
        call    hex
ended:  mov     $HOST_STACK, %esp
        mov     $saved_a, %esi
        call    hex64
        mov     $SCRATCH, %esi
        call    hex64
        movl    $1, probing
        vmptrst pointer
        jb      probe_failed
        mov     $pointer, %esi
        call    hex64
        mov     $0x4400, %ebx
        vmread  %\r\()bx, %\r\()ax
        jbe     probe_failed
        movl    $0, probing
        call    hex
        jmp     next
probe_failed:
        mov     $HOST_STACK, %esp
        movl    $0, probing
        mov     $'-', %al
        call    put
next:   call    newline
        mov     resume, %eax
        jmp     *%\r\()ax

finish: call    newline
        mov     $shutdown, %esi
        mov     $8, %ecx
        mov     $0x8900, %edx
        rep outsb
1:      hlt
        jmp     1b

# A VM exit.
on_exit:
        mov     %\r\()ax, saved_a
        mov     step, %eax
        call    hex
        mov     $'E', %al
        call    put
        mov     $exit_fields, %esi
1:      mov     (%esi), %edi
        test    %edi, %edi
        jz      ended
        vmread  %\r\()di, %\r\()ax
        mov     %eax, %ebp
        call    hex
        cmp     $0x6400, %edi
        jne     2f
        cmpl    $0, entry_failed        # then the other fields are what they were
        jne     ended
2:      cmp     $0x4402, %edi
        jne     3f
        shr     $31, %ebp
        mov     %ebp, entry_failed
3:      add     $4, %esi
        jmp     1b

# A VMCS that can be entered, in the current VMCS: host and guest are the home mode, the guest starts at EBP.
prepare:
        xor     %edx, %edx
        mov     $all_fields, %esi
1:      mov     (%esi), %edi
        add     $4, %esi
        test    %edi, %edi
        js      2f
        vmwrite %\r\()dx, %\r\()di
        jmp     1b
2:      mov     $capabilities, %esi
3:      mov     (%esi), %ecx
        jecxz   4f
        rdmsr
        or      8(%esi), %eax
        and     %edx, %eax
        mov     4(%esi), %edi
        vmwrite %\r\()ax, %\r\()di
        add     $12, %esi
        jmp     3b
4:      mov     $fields, %esi
5:      mov     (%esi), %edi
        test    %edi, %edi
        jz      6f
        mov     4(%esi), %\r\()ax
        vmwrite %\r\()ax, %\r\()di
        add     $12, %esi
        jmp     5b
6:      mov     $0x681E, %edi
        vmwrite %\r\()bp, %\r\()di
        mov     $-1, %\r\()ax           # no shadow VMCS
        mov     $0x2800, %edi
        vmwrite %\r\()ax, %\r\()di
        .if     \bits == 32
        inc     %edi
        vmwrite %eax, %edi
        .endif
        ret

put:    mov     %al, saved_character
        mov     $0x3F8 + 5, %edx
1:      in      %dx, %al
        test    $0x20, %al
        jz      1b
        mov     saved_character, %al
        mov     $0x3F8, %edx
        out     %al, %dx
        ret
newline:
        mov     $10, %al
        jmp     put
hex64:  mov     4(%esi), %eax
        test    %eax, %eax
        jz      1f
        call    hex
        mov     $'_', %al
        call    put
1:      mov     (%esi), %eax
hex:    mov     %eax, hex_value         # EAX behind a blank, without leading zeros
        mov     $' ', %al
        call    put
        bsr     hex_value, %ecx
        jnz     1f
        xor     %ecx, %ecx
1:      and     $~3, %ecx
2:      mov     hex_value, %eax
        shr     %cl, %eax
        and     $15, %eax
        add     $'0', %al
        cmp     $'9', %al
        jbe     3f
        add     $7, %al
3:      call    put
        sub     $4, %ecx
        jns     2b
        ret

        .macro  STUB vector, code
stub_\vector:
        .ifb    \code
        push    $0
        .endif
        push    $\vector
        jmp     trapped
        .endm
        .irp    vector, 0, 1, 2, 3, 4, 5, 6, 7, 9, 15, 16, 18, 19, 20, 48
        STUB    \vector
        .endr
        .irp    vector, 8, 10, 11, 12, 13, 14, 17, 21
        STUB    \vector, code
        .endr
        .endm

        .if     HOME == 64
        FRAME   r, 64
        .else
        FRAME   e, 32
        .endif

# ---- the macros that steps are made of -----------------------------------------------------------------------------------------------------
        .macro  BEGIN n
        movl    $\n, step
        movl    $after_\n, resume
        movl    $0x5A5A5A5A, SCRATCH
        movl    $0xA5A5A5A5, SCRATCH+4
        .endm

        .macro  DONE n
        int     $0x30
        .if     HOME == 64
        .code64
        .else
        .code32
        .endif
after_\n:
        mov     $HOST_STACK, %esp
        .endm

# Where the instruction runs, and with which arithmetic flags.
        .macro  IN_HOME flags
        push    $\flags
        .if     HOME == 64
        popfq
        .else
        popfl
        .endif
        .endm
        .macro  IN_RING3 flags
        push    $0x3B
        push    $STACK3
        push    $\flags
        .if     HOME == 64
        push    $0x43
        push    $1f
        iretq
        .else
        mov     $0x3B, %ebp
        mov     %ebp, %ds
        mov     %ebp, %es
        push    $0x1B
        push    $1f
        iretl
        .endif
1:
        .endm
        .macro  IN_COMPATIBILITY flags
        push    $\flags
        popfq
        push    $0x20
        push    $1f
        lretq
        .code32
1:
        .endm
        .macro  IN_CODE16 flags
        push    $\flags
        popfl
        ljmpl   $0x30, $1f
        .code16
1:
        .endm
        .macro  IN_V86 flags
        push    $0
        push    $0
        push    $0
        push    $0
        push    $0
        push    $0xF000
        push    $0x23000 | \flags
        push    $1f >> 4
        push    $1f & 15
        iretl
        .code16
1:
        .endm

# ---- data -------------------------------------------------------------------------------------------------------------------------------------
        .balign 8
saved_a:        .quad 0
pointer:        .quad 0
step:           .long 0
resume:         .long 0
probing:        .long 0
entry_failed:   .long 0
hex_value:      .long 0
saved_character: .byte 0
shutdown:       .ascii "Shutdown"

        .balign 4
exit_fields:
        .long   0x4402, 0x6400, 0x4404, 0x4406, 0x4408, 0x440A, 0x440C, 0x440E, 0x681E, 0x681C, 0x6820, 0x4824, 0
capabilities:
        .long   0x481, 0x4000, 0
        .long   0x482, 0x4002, 0x80     # HLT exiting
        .if     HOME == 64
        .long   0x483, 0x400C, 0x200
        .long   0x484, 0x4012, 0x200
        .else
        .long   0x483, 0x400C, 0
        .long   0x484, 0x4012, 0
        .endif
        .long   0
        .macro  F field, value
        .long   \field
        .quad   \value
        .endm
        .macro  SEG n, selector, limit, rights
        F 0x0800+2*\n, \selector
        F 0x4800+2*\n, \limit
        F 0x4814+2*\n, \rights
        .endm
fields: F 0x4004, 0xFFFFFFFF            # every exception exits
        F 0x2012, VIRTUAL_APIC
        F 0x0C00, 0x10
        F 0x0C02, HOME_CODE
        F 0x0C04, 0x10
        F 0x0C06, 0x10
        F 0x0C08, 0x10
        F 0x0C0A, 0x10
        F 0x0C0C, 0x28
        F 0x6C00, 0x80000031
        F 0x6C02, HOME_CR3
        F 0x6C04, HOME_CR4
        F 0x6C0A, tss
        F 0x6C0C, gdt
        F 0x6C0E, idt
        F 0x6C14, HOST_STACK
        F 0x6C16, on_exit
        F 0x6800, 0x80000031
        F 0x6802, HOME_CR3
        F 0x6804, HOME_CR4
        F 0x681A, 0x400
        F 0x681C, GUEST_STACK
        F 0x6820, 2
        F 0x6816, gdt
        F 0x4810, 0x7F
        F 0x6818, idt
        F 0x4812, 0x1FF
        SEG 0, 0x10, 0xFFFFFFFF, 0xC093
        .if     HOME == 64
        SEG 1, 0x08, 0xFFFFFFFF, 0xA09B
        .else
        SEG 1, 0x20, 0xFFFFFFFF, 0xC09B
        .endif
        SEG 2, 0x10, 0xFFFFFFFF, 0xC093
        SEG 3, 0x10, 0xFFFFFFFF, 0xC093
        SEG 4, 0x10, 0xFFFFFFFF, 0xC093
        SEG 5, 0x10, 0xFFFFFFFF, 0xC093
        F 0x4820, 0x10000
        F 0x080E, 0x28
        F 0x6814, tss
        F 0x480E, 0x67
        F 0x4822, 0x8B
        .long   0

        .balign 8
gdt:    .quad   0
        .quad   0x00AF9B000000FFFF      # 08 64-bit code
        .quad   0x00CF93000000FFFF      # 10 data
        .quad   0x00CFFB000000FFFF      # 18 code, ring 3
        .quad   0x00CF9B000000FFFF      # 20 32-bit code
        .word   0x67                    # 28 TSS
        .word   tss
        .byte   0, 0x89, 0, 0
        .if     HOME == 64
        .quad   0
        .else
        .quad   0x008F9B000000FFFF      # 30 16-bit code
        .endif
        .quad   0x00CFF3000000FFFF      # 38 data, ring 3
        .quad   0x00AFFB000000FFFF      # 40 64-bit code, ring 3
        .quad   0x00009300FFFF0FFF      # 48 data of 4 KiB at 0xFFFF
gdt_end:
gdt_register:
        .word   gdt_end - gdt - 1
        .quad   gdt
        .balign 8
tss:    .long   0                       # the stack of ring 0 in both formats: ESP0 and SS0, RSP0
        .long   HOST_STACK
        .if     HOME == 64
        .long   0
        .else
        .long   0x10
        .endif
        .zero   92
        .macro  GATE vector, rights=0x8E
        .org    idt + \vector * GATE_SIZE
        .word   stub_\vector & 0xFFFF
        .word   HOME_CODE
        .byte   0, \rights
        .word   stub_\vector >> 16
        .endm
        .balign 16
idt:    .irp    vector, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21
        GATE    \vector
        .endr
        GATE    48, 0xEE
        .org    idt + 49 * GATE_SIZE
idt_end:
idt_register:
        .word   idt_end - idt - 1
        .quad   idt
