# Protected-mode checks: every test does something that faults (or not) and the handler prints vector, error code, CS and the distance of the
# return address from the test's start, then goes on with the next one. Run here and in Bochs, the text must be the same.
        .include "boot.s"
        .include "parts.s"

main:   lgdt    gdtr
        lidt    idtr
        mov     %cr0, %eax
        or      $0x21, %eax
        mov     %eax, %cr0
        ljmp    $8, $code32

        .code32
        .set    BASE0, 0x30000          # a page that tests may do anything with
        .macro  SETUP
        movl    $98f, resume
        movl    $97f, start
97:
        .endm
        .macro  ENDTEST
        call    nofault
98:
        .endm

code32: FLAT_DATA
        mov     $0x7C00, %esp
        xor     %eax, %eax
        lldt    %ax
        # interrupt gates for the exceptions; DPL 0 but for vectors 3, 4 and 0x30
        INTERRUPT_GATES e
        movw    $0xEE00, idt + 3*8 + 4
        movw    $0xEE00, idt + 0x30*8 + 4
        # TSS: stack for level 0, I/O map that opens port 0x3F8..0x3FF only
        mov     $tss, %edi
        mov     $26, %ecx
        xor     %eax, %eax
        rep stosl
        movl    $0x7800, tss + 4
        movw    $16, tss + 8
        movl    $0x7600, tss + 12
        movw    $0x59, tss + 16
        movw    $iomap - tss, tss + 102
        mov     $iomap, %edi
        mov     $0xFF, %al
        mov     $0x200, %ecx
        rep stosb
        movb    $0, iomap + 0x3F8/8
        mov     $0x28, %ax
        ltr     %ax
        mov     $0x30000, %edi          # what the BIOS left there
        xor     %eax, %eax
        mov     $0x8000, %ecx
        rep stosl

        # ---- loading data segments, one test per selector of the table, all RPLs
        xor     %esi, %esi
dsloop: SETUP
        mov     %esi, %eax
        mov     %ax, %fs
        ENDTEST
        SETUP
        mov     %esi, %eax
        push    %eax
        pop     %es
        ENDTEST
        SETUP
        mov     %esi, %eax
        mov     $16, %ebx
        mov     %ax, %ss
        mov     %bx, %ss                # no stack that a test leaves is fit for the next one
        ENDTEST
        mov     $16, %eax
        mov     %eax, %es
        mov     %eax, %ss
        SETUP
        mov     %esi, %eax
        xor     %ebx, %ebx
        xor     %edx, %edx
        lar     %eax, %ebx
        pushf
        pop     %ecx
        and     $0x40, %ecx
        add     %ecx, %ebx
        lsl     %eax, %edx
        add     %edx, %ebx
        verr    %ax
        pushf
        pop     %ecx
        and     $0x40, %ecx
        add     %ecx, %ebx
        verw    %ax
        pushf
        pop     %ecx
        and     $0x40, %ecx
        shl     $4, %ecx
        add     %ecx, %ebx
        mov     %ebx, %eax
        call    hex
        ENDTEST
        SETUP
        mov     %esi, %eax
        mov     %ax, farptr + 4
        ljmp    *farptr
        ENDTEST
        mov     $8, %eax
        SETUP
        mov     %esi, %eax
        mov     %ax, farptr + 4
        lcall   *farptr
        ENDTEST
        SETUP
        mov     %esi, %eax
        push    %eax
        push    $98f
        lret
        ENDTEST
        inc     %esi
        cmp     $0x80, %esi             # up to the second TSS, whose turn comes later
        jb      dsloop
        mov     $16, %eax
        mov     %eax, %fs
        mov     %eax, %es

        # ---- limits and types
        SETUP                           # beyond a small segment
        mov     $0x48, %eax
        mov     %eax, %fs
        mov     %fs:0xFFE, %al
        mov     %fs:0xFFF, %al
        mov     %fs:0xFFE, %ax
        mov     %fs:0xFFD, %eax
        ENDTEST
        SETUP                           # expand-down: at and below the limit
        mov     $0x50, %eax
        mov     %eax, %fs
        mov     %fs:0x1000, %al
        mov     %fs:0xFFF, %al
        ENDTEST
        SETUP                           # read-only data
        mov     $0x40, %eax
        mov     %eax, %fs
        mov     %fs:0, %al
        mov     %al, %fs:0
        ENDTEST
        SETUP                           # a null segment, used
        xor     %eax, %eax
        mov     %eax, %fs
        mov     %fs:0, %al
        ENDTEST
        SETUP                           # writing to code
        mov     %cs:0, %al
        mov     %al, %cs:BASE0
        ENDTEST
        SETUP
        int     $0x80                   # beyond the IDT
        ENDTEST
        SETUP
        mov     $100, %al
        aam     $0
        ENDTEST
        SETUP
        mov     $boundary, %ebx
        mov     $11, %eax
        bound   %eax, (%ebx)
        ENDTEST
        SETUP
        mov     $0x7F, %al
        inc     %al
        into
        ENDTEST
        SETUP
        int3
        ENDTEST
        SETUP
        ud2
        ENDTEST
        SETUP
        .byte   0xF0, 0x90              # lock nop
        ENDTEST
        SETUP
        lidt    limit0                  # an IDT without anything: a double, then a triple fault must not come; restore first
        lidt    idtr
        ENDTEST
        SETUP
        mov     $0x80000000, %eax       # PG without PE is not possible here; NW without CD is
        mov     %cr0, %eax
        or      $0x20000000, %eax
        mov     %eax, %cr0
        ENDTEST
        SETUP
        mov     $0xFFFFFFFF, %eax
        mov     %eax, %cr4
        ENDTEST

        # ---- level 3
        .macro  USER flags=0x3002
        SETUP
        push    $0x23                   # SS
        push    $0x7400
        push    $\flags
        push    $0x1B
        push    $96f
        iret
96:
        .endm
        USER
        hlt
        ENDTEST
        USER
        cli
        sti
        int     $0x30
        ENDTEST
        USER 0x0002
        cli
        ENDTEST
        USER 0x0002
        mov     $0x3FF, %edx            # the scratch register
        out     %al, %dx
        mov     $0x3F0, %edx
        out     %al, %dx
        ENDTEST
        USER 0x0002
        mov     $0x3FF, %edx
        in      %dx, %ax
        ENDTEST
        USER 0x0002
        mov     $0xFFFF, %edx
        in      %dx, %al
        ENDTEST
        USER 0x3002
        mov     $0x3F0, %edx
        in      %dx, %al
        int     $0x30
        ENDTEST
        USER
        int     $0x31
        ENDTEST
        USER
        int     $14
        ENDTEST
        USER
        int3
        ENDTEST
        USER
        mov     %cr0, %eax
        ENDTEST
        USER
        mov     %dr7, %eax
        ENDTEST
        USER
        mov     $0x10, %eax
        rdmsr
        ENDTEST
        USER
        lgdt    gdtr
        ENDTEST
        USER
        invlpg  (0)
        ENDTEST
        USER
        clts
        ENDTEST
        USER
        mov     $0x10, %eax
        mov     %eax, %ds
        ENDTEST
        USER
        mov     $0x23, %eax
        mov     %eax, %ds
        mov     (0), %eax
        mov     $0x13, %eax
        mov     %eax, %ss
        ENDTEST
        USER
        mov     $0x23, %eax             # popf keeps IOPL and, with IOPL 3, takes IF
        mov     %eax, %ds
        pushf
        popl    %eax
        orl     $0x4200, %eax
        pushl   %eax
        popf
        pushf
        popl    %eax
        pushl   $0x3002
        popf
        int     $0x30
        ENDTEST
        USER                            # a call gate with two parameters, to level 0 and back
        push    $0x1111
        push    $0x2222
        lcall   $0x63, $0
        int     $0x30
        ENDTEST
        USER
        lcall   $0x60, $0
        int     $0x30
        ENDTEST
        USER
        ljmp    $0x63, $0
        ENDTEST
        USER
        lcall   $0x6B, $0               # a gate of DPL 0
        ENDTEST
        USER
        lcall   $8, $0
        ENDTEST
        USER
        ljmp    $0x73, $conform         # conforming code
        ENDTEST
        USER 0x3102                     # TF
        nop
        nop
        ENDTEST
        USER
        sysexit
        ENDTEST

        # ---- alignment checks
        mov     %cr0, %eax
        or      $0x40000, %eax
        mov     %eax, %cr0
        USER 0x43002
        mov     $0x23, %eax
        mov     %eax, %ds
        mov     (BASE0 + 1), %al
        mov     (BASE0 + 2), %ax
        mov     (BASE0 + 4), %eax
        mov     (BASE0 + 1), %ax
        ENDTEST
        USER 0x43002
        mov     $0x23, %eax
        mov     %eax, %ds
        addl    $1, (BASE0 + 2)
        ENDTEST

        # ---- virtual-8086 mode
        .macro  VIRTUAL flags
        SETUP
        push    $0x4444                 # GS FS DS ES SS ESP
        push    $0x3333
        push    $0x2222
        push    $0x1111
        push    $0x0700
        push    $0x0100
        push    $\flags
        push    $0x0000
        push    $95f
        iret
        .code16
95:
        .endm
        .macro  ENDVIRTUAL
        .code32
98:
        .endm
        VIRTUAL 0x23002
        hlt
        ENDVIRTUAL
        VIRTUAL 0x20002
        cli
        ENDVIRTUAL
        VIRTUAL 0x23002
        cli
        pushf
        pop     %ax
        mov     %ds, %bx
        int     $0x30
        ENDVIRTUAL
        VIRTUAL 0x20002
        pushf
        ENDVIRTUAL
        VIRTUAL 0x20002
        int     $0x30
        ENDVIRTUAL
        VIRTUAL 0x20002
        mov     $0x3FF, %dx
        out     %al, %dx
        in      $0x20, %al
        ENDVIRTUAL
        VIRTUAL 0x23002
        mov     $0x3F0, %dx             # IOPL 3 does not help here
        in      %dx, %al
        ENDVIRTUAL
        VIRTUAL 0x23002
        mov     %cr0, %eax
        ENDVIRTUAL
        VIRTUAL 0x23002
        lar     %ax, %bx
        ENDVIRTUAL
        VIRTUAL 0x23002
        mov     $0xFFFF, %bx
        mov     (%bx), %al
        mov     (%bx), %ax
        ENDVIRTUAL
        VIRTUAL 0x23002
        int3
        ENDVIRTUAL
        VIRTUAL 0x23002
        ud2
        ENDVIRTUAL

        # ---- paging: the first 4 MB by a table at 0x51000
        mov     $0x50000, %edi
        mov     $0x51007, %eax
        stosl
        xor     %eax, %eax
        mov     $1023, %ecx
        rep stosl
        mov     $7, %eax
        mov     $1024, %ecx
1:      stosl
        add     $0x1000, %eax
        loop    1b
        movl    $0x30001, 0x51000 + 4*0x30      # supervisor, read-only
        movl    $0x31005, 0x51000 + 4*0x31      # user, read-only
        movl    $0x32003, 0x51000 + 4*0x32      # supervisor, writable
        movl    $0, 0x51000 + 4*0x33            # not there
        mov     $0x50000, %eax
        mov     %eax, %cr3
        mov     %cr0, %eax
        or      $0x80000000, %eax
        mov     %eax, %cr0
        jmp     1f
1:
        .macro  TOUCH address
        SETUP
        mov     \address, %al
        mov     %al, \address
        ENDTEST
        USER
        push    $0x23
        pop     %ds
        mov     \address, %al
        mov     %al, \address
        int     $0x30
        ENDTEST
        .endm
        TOUCH   0x30000
        TOUCH   0x31000
        TOUCH   0x32000
        TOUCH   0x33000
        TOUCH   0x34000
        TOUCH   0x400000
        mov     %cr0, %eax
        or      $0x10000, %eax
        mov     %eax, %cr0
        TOUCH   0x30010
        TOUCH   0x31010
        SETUP                           # across a border to a page that is not there
        mov     (0x32FFE), %eax
        ENDTEST
        SETUP
        movl    $0x11223344, (0x32FFE)
        ENDTEST
        mov     (0x32FFC), %eax
        call    hex
        SETUP                           # execution there
        mov     $0x33000, %eax
        jmp     *%eax
        ENDTEST
        SETUP                           # an instruction across the border
        movb    $0xB8, 0x32FFF
        mov     $0x32FFF, %eax
        jmp     *%eax
        ENDTEST
        mov     (0x51000 + 4*0x34), %eax        # accessed and dirty
        call    hex
        mov     (0x51000 + 4*0x31), %eax
        call    hex
        mov     (0x50000), %eax
        call    hex
        mov     %cr4, %eax                      # a 4 MB page
        or      $0x10, %eax
        mov     %eax, %cr4
        movl    $0x87, 0x50000 + 4
        mov     %cr3, %eax
        mov     %eax, %cr3
        mov     0x400000 + 0x7DFE, %ax
        call    hex
        SETUP                           # a reserved bit
        movl    $0x200087, 0x50000 + 8
        mov     0x800000, %al
        ENDTEST
        USER                            # INVLPG after a change
        int     $0x30
        ENDTEST

        # ---- debug registers
        SETUP
        mov     $97f, %eax
        mov     %eax, %dr0
        mov     $0x402, %eax
        mov     %eax, %dr7
        nop
97:     nop
        ENDTEST
        mov     %dr6, %eax
        call    hex
        xor     %eax, %eax
        mov     %eax, %dr6
        SETUP
        mov     $0x34010, %eax
        mov     %eax, %dr1
        mov     $0xD00408, %eax         # writes of 4 bytes
        mov     %eax, %dr7
        mov     0x34010, %eax
        mov     %al, 0x34013
        nop
        ENDTEST
        mov     %dr6, %eax
        call    hex
        mov     $0x400, %eax
        mov     %eax, %dr7
        SETUP
        mov     $0x2400, %eax           # general detect
        mov     %eax, %dr7
        mov     %dr0, %eax
        ENDTEST
        mov     $0x400, %eax
        mov     %eax, %dr7
        SETUP
        pushf
        orl     $0x100, (%esp)
        popf
        nop
        nop
        ENDTEST

        # ---- tasks
        SETUP
        movl    $0x50000, tss + 0x1C
        movl    $0x50000, tss2 + 0x1C
        movl    $task2, tss2 + 0x20
        movl    $2, tss2 + 0x24
        movl    $0x7000, tss2 + 0x38
        movw    $16, tss2 + 0x48
        movw    $8, tss2 + 0x4C
        movw    $16, tss2 + 0x50
        movw    $16, tss2 + 0x54
        movw    $16, tss2 + 0x58
        movw    $0, tss2 + 0x5C
        lcall   $0x80, $0
        pushf
        pop     %eax
        call    hex
        str     %eax
        call    hex
        mov     %cr0, %eax
        call    hex
        clts
        lcall   $0x80, $0               # again: it goes on behind its iret
        ENDTEST
        SETUP
        movb    $0x89, gdt + 0x80 + 5
        movl    $task2, tss2 + 0x20
        movw    $0x1000, tss2 + 0x54    # a DS that is outside the table
        lcall   $0x80, $0
        ENDTEST
        str     %eax
        call    hex
        SETUP
        ljmp    $0x80, $0               # busy
        ENDTEST
        mov     $0x28, %eax
        movb    $0x89, gdt + 0x28 + 5
        ltr     %ax
        SETUP
        movb    $0x89, gdt + 0x80 + 5
        movl    $task3, tss2 + 0x20
        movw    $16, tss2 + 0x54
        movw    $0x80, idt + 0x30*8 + 2
        movw    $0xE500, idt + 0x30*8 + 4
        int     $0x30
        ENDTEST

        # ---- the end
        POWER_OFF

task2:  mov     $0x7ACE, %eax
        call    hex
        pushf
        pop     %eax
        call    hex
        iret
        mov     $0xBEEF, %eax
        call    hex
        iret
task3:  str     %eax
        call    hex
        iret

conform:
        mov     %cs, %eax
        int     $0x30

gate:   mov     8(%esp), %eax           # the parameters have been copied
        call    hexnear
        mov     %cs, %eax
        call    hexnear
        mov     %esp, %eax
        call    hexnear
        lret    $8
hexnear:
        push    %ds
        push    $16
        pop     %ds
        call    hex
        pop     %ds
        ret

nofault:
        push    %eax
        mov     $'-', %al
        call    putc
        mov     $'\n', %al
        call    putc
        pop     %eax
        ret

        PRINTING e

        INTERRUPT_STUBS
common: mov     $16, %eax
        mov     %eax, %ds
        mov     %eax, %es
        mov     (%esp), %eax            # vector
        call    hex
        mov     4(%esp), %eax           # error code
        call    hex
        mov     8(%esp), %eax           # EIP
        sub     start, %eax
        call    hex
        mov     12(%esp), %eax          # CS
        and     $0xFFFF, %eax
        call    hex
        mov     16(%esp), %eax          # EFLAGS
        call    hex
        mov     %esp, %eax
        call    hex
        cmpl    $14, (%esp)
        jne     1f
        mov     %cr2, %eax
        call    hex
1:      mov     $'\n', %al
        call    putc
        mov     $16, %eax
        mov     %eax, %ss
        mov     %eax, %fs
        mov     %eax, %gs
        mov     $0x7C00, %esp
        jmp     *resume

        .p2align 3
boundary: .long -5, 10
farptr: .long   target, 0
target: mov     %cs, %eax
        call    hex
        jmp     *resume2
resume2: .long  nofaultjump
nofaultjump:
        mov     $0x7C00, %esp
        ljmp    $8, $1f
1:      mov     $16, %eax
        mov     %eax, %ss
        call    nofault
        jmp     *resume
resume: .long   0
start:  .long   0
limit0: .word   0
        .long   0
        .p2align 3
gdt:    .quad   0
        .quad   0x00CF9B000000FFFF      # 08 code
        .quad   0x00CF93000000FFFF      # 10 data
        .quad   0x00CFFB000000FFFF      # 18 code, level 3
        .quad   0x00CFF3000000FFFF      # 20 data, level 3
        .word   0x267 + 0x200, tss, 0x8900, 0   # 28 TSS
        .quad   0x00CF1B000000FFFF      # 30 code, not present
        .quad   0x00CF13000000FFFF      # 38 data, not present
        .quad   0x00CF91000000FFFF      # 40 data, read-only
        .quad   0x00409303E0000FFF      # 48 data of 4 KB
        .quad   0x0040970300000FFF      # 50 expand-down
        .quad   0x00CFB3000000FFFF      # 58 data, level 1
        .word   gate, 8, 0xEC02, 0      # 60 call gate, level 3, two parameters
        .word   gate, 8, 0x8C00, 0      # 68 call gate, level 0
        .quad   0x00CF9F000000FFFF      # 70 conforming code
        .quad   0x00CF99000000FFFF      # 78 execute-only code
        .word   0x67, tss2, 0x8900, 0   # 80 TSS
        .quad   0x0000820000000000      # 88 LDT
gdtend:
gdtr:   .word   gdtend - gdt - 1
        .long   gdt
idtr:   .word   0x31*8 - 1
        .long   idt
        .p2align 4
tss2:   .fill   104
tss:    .fill   104
iomap:  .fill   0x200
idt:    .fill   0x31*8
        END_OF_IMAGE
