# lab.s -- many virtual machines, one after the other, from a table of tests.
#
# A 64-bit host makes a VMCS for each test: a valid one of the kind of guest that the test asks for, then changed by the test's edits. It launches the
# guest, prints every VM exit with all that the VMCS says about it, skips the instruction that caused the exit, and goes on until the guest
# executes VMCALL, fails, or has exited often enough. The text on the serial line must be the same in every correct machine.
#
# The table stands at the label `tests` (the image ends there; whoever runs it appends the tests):
#
#       .long kind, program, count              kind -1 ends the table
#       .long operation << 16 | encoding        operation 0 set, 1 xor, 2 or, 3 and; 8, 9: write to memory, encoding is the address / 16 (+ 8)
#       .quad value                             count times
#
#   kinds     0 64-bit, 1 protected, 2 virtual-8086, 3 PAE, 4 unrestricted real mode over EPT, 5 64-bit over EPT with VPID
#   programs  what the guest executes: see `programs`

        .equ    PML4, 0x20000
        .equ    PDPT, 0x21000
        .equ    PD, 0x22000
        .equ    GUEST_PD, 0x23000
        .equ    GUEST_PDPT, 0x24000
        .equ    EPT_PML4, 0x25000
        .equ    EPT_PDPT, 0x26000
        .equ    EPT_PD, 0x27000
        .equ    VMXON_REGION, 0x28000
        .equ    VMCS_REGION, 0x29000
        .equ    IO_BITMAP_A, 0x2A000
        .equ    IO_BITMAP_B, 0x2B000
        .equ    MSR_BITMAP, 0x2C000
        .equ    VIRTUAL_APIC, 0x2D000
        .equ    MSR_AREA, 0x2E000
        .equ    VMREAD_BITMAP, 0x2F000
        .equ    VMWRITE_BITMAP, 0x30000
        .equ    LINK_REGION, 0x31000
        .equ    VE_AREA, 0x32000
        .equ    GUEST_IDT, 0x33000
        .equ    HANDLERS_64, 0x38000    # interrupt descriptor tables whose handlers return at once, for tests that ask for them
        .equ    HANDLERS_32, 0x39000
        .equ    PD_HIGH, 0x35000        # the local APIC
        .equ    STREAM, 0x36000         # the program of a stream, which the edits write
        .equ    STREAM_PROGRAM, 16
        .equ    HOST_STACK, 0x3F000
        .equ    GUEST_STACK, 0x3D000
        .equ    RING0_STACK, 0x3E000

        .include "boot.s"

main:   lgdtl   gdt_register
        mov     %cr0, %eax
        or      $1, %eax
        mov     %eax, %cr0
        ljmpl   $0x20, $flat

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
        mov     $0x1E000/4, %ecx
        rep stosl
        movl    $PDPT + 7, PML4
        movl    $PD + 7, PDPT
        movl    $0xE7, PD               # 4 MiB in 2 MiB pages
        movl    $0x2000E7, PD + 8
        movl    $PD_HIGH + 7, PDPT + 24
        movl    $0xFEE000FF, PD_HIGH + 0x1F7 * 8
        movl    $0xE7, GUEST_PD         # one 4 MiB page
        movl    $PD + 1, GUEST_PDPT
        movl    $PD + 1, GUEST_PDPT + 8
        movl    $PD + 1, GUEST_PDPT + 16
        movl    $PD + 1, GUEST_PDPT + 24
        movl    $EPT_PDPT + 7, EPT_PML4
        movl    $EPT_PD + 7, EPT_PDPT
        movl    $0xB7, EPT_PD           # large, write-back, read, write, execute
        movl    $0x2000B7, EPT_PD + 8
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
        ljmpl   $0x08, $host

        .code64
host:   mov     $0x28, %eax
        ltr     %ax
        lidt    idt_register
        mov     $0x3F8 + 3, %edx        # 8N1
        mov     $3, %al
        out     %al, %dx
        mov     $0x3A, %ecx
        rdmsr
        test    $1, %al
        jnz     1f
        or      $5, %eax
        wrmsr
1:      mov     %cr4, %rax
        or      $0x2000, %rax
        mov     %rax, %cr4
        mov     $0x480, %ecx
        rdmsr
        and     $0x7FFFFFFF, %eax
        mov     %eax, VMXON_REGION
        mov     %eax, VMCS_REGION
        mov     %eax, LINK_REGION
        vmxon   vmxon_pointer
        jna     failed_setup
        mov     $HANDLERS_64, %edi
1:      movabs  $0x00008E0000080000 + return64, %rax
        stosq
        xor     %eax, %eax
        stosq
        cmp     $HANDLERS_64 + 0x1000, %edi
        jb      1b
        movabs  $0x00008E0000200000 + return32, %rax
        mov     $HANDLERS_32, %edi
        mov     $0x100, %ecx
        rep stosq
        mov     $tests, %r15d

next_test:
        mov     $HOST_STACK, %rsp
        push    $0x10                   # IRET ends the blocking of NMIs that the last guest may have left behind
        push    $HOST_STACK
        push    $2
        push    $8
        push    $unblocked
        iretq
unblocked:
        mov     $0xFF, %al              # as is the interrupt controller
        out     %al, $0x21
        mov     $0x20, %al
        out     %al, $0x20
        mov     (%r15), %eax
        cmp     $-1, %eax
        je      finished
        mov     $'T', %al
        call    put
        mov     number, %eax
        incl    number
        call    hex32
        mov     (%r15), %eax
        call    hex32
        call    newline
        call    reset_memory
        mov     4(%r15), %eax
        mov     %eax, program
        cmp     $STREAM_PROGRAM, %eax
        jne     1f
        call    fill_stream
1:      vmclear vmcs_pointer            # forget the fields: what memory holds of them is zero from here on
        mov     $VMCS_REGION + 4, %edi
        xor     %eax, %eax
        mov     $0xFFC/4, %ecx
        rep stosl
        vmptrld vmcs_pointer
        jna     failed_setup
        call    base_vmcs
        mov     8(%r15), %ecx           # edits
        lea     12(%r15), %rsi
edit:   jrcxz   launch
        call    apply_edit
        add     $12, %rsi
        dec     %ecx
        jmp     edit
launch: mov     %rsi, %r15
        movl    $0, exits
        xor     %eax, %eax
        mov     $0x11111111, %ebx
        mov     $0x22222222, %ecx
        mov     $0x33333333, %edx
        mov     $0x44444444, %ebp
        mov     $0x3000, %esi
        mov     $0x3800, %edi
        mov     %r15, saved_r15
        vmlaunch
entry_failed:
        mov     $'F', %al
        call    put
        setc    %al
        movzbl  %al, %eax
        call    hex32
        mov     $0x4400, %eax
        call    field
        call    newline
        mov     saved_r15, %r15
        jmp     next_test

# ---- a VM exit: print it; go on behind the instruction if it was one -------------------------------------------------------------
on_exit:
        mov     %rax, saved_rax
        mov     %rcx, saved_rcx
        mov     %rdx, saved_rdx
        mov     %rsi, saved_rsi
        mov     %rdi, saved_rdi
        mov     %rbx, saved_rbx
        mov     $'E', %al
        call    put
        lea     exit_fields(%rip), %rsi
1:      movzwl  (%rsi), %eax
        add     $2, %rsi
        test    %eax, %eax
        jz      2f
        call    field
        jmp     1b
2:      mov     $'|', %al
        call    put
        mov     saved_rax, %rax
        call    hex64
        call    newline
        mov     $0x4402, %edi
        vmread  %rdi, %rax
        test    %eax, %eax
        js      guest_done              # the entry failed
        cmp     $18, %eax
        je      guest_done              # VMCALL
        cmp     $64, %eax
        ja      guest_done
        mov     %eax, %ecx
        incl    exits
        cmpl    $40, exits
        ja      guest_done
        xor     %eax, %eax              # behind the instruction
        mov     $trap_like, %edi
        bt      %ecx, (%rdi)
        jc      3f
        mov     $resumable, %edi
        bt      %ecx, (%rdi)
        jnc     guest_done
        mov     $0x440C, %edi
        vmread  %rdi, %rax
        cmpl    $STREAM_PROGRAM, program
        jne     3f
        mov     $0x4404, %edi           # how long an instruction is that faulted, or that is none, everybody decides otherwise
        vmread  %rdi, %rdx
        and     $0x80000700, %edx
        cmp     $0x80000300, %edx
        jne     3f
        mov     $1, %eax
3:      mov     $0x681E, %edi
        vmread  %rdi, %rdx
        add     %rdx, %rax
        vmwrite %rax, %rdi
        mov     $0x4824, %edi           # no blocking by STI or MOV SS any more
        vmread  %rdi, %rax
        and     $~3, %eax
        vmwrite %rax, %rdi
        cmpl    $STREAM_PROGRAM, program
        jne     4f
        mov     $0x6822, %edi           # nor a debug exception that the instruction left pending
        xor     %eax, %eax
        vmwrite %rax, %rdi
        mov     $HOST_STACK - 0x200, %edi
        mov     $0x200/8, %ecx          # nor what the host has had on its stack
        rep stosq
4:      mov     saved_rax, %rax
        mov     saved_rcx, %rcx
        mov     saved_rdx, %rdx
        mov     saved_rsi, %rsi
        mov     saved_rdi, %rdi
        mov     saved_rbx, %rbx
        vmresume
        jmp     entry_failed
guest_done:
        mov     saved_r15, %r15
        jmp     next_test

finished:
        vmxoff
        mov     $'.', %al
        call    put
        jmp     power_off
failed_setup:
        mov     $'!', %al
        call    put
power_off:
        lea     shutdown(%rip), %rsi
        mov     $8, %ecx
        mov     $0x8900, %edx
        rep outsb
1:      hlt
        jmp     1b

on_host_exception:
        mov     $'X', %al
        call    put
        pop     %rax
        call    hex64
        pop     %rax
        call    hex64
        jmp     power_off

# ---- edits: RSI points to operation, encoding and value ---------------------------------------------------------------------------
apply_edit:
        movzwl  (%rsi), %edi
        movzwl  2(%rsi), %ebx
        mov     4(%rsi), %rdx
        cmp     $8, %ebx
        jae     5f
        test    %ebx, %ebx
        jz      4f
        vmread  %rdi, %rax
        dec     %ebx
        jz      1f
        dec     %ebx
        jz      2f
        and     %rax, %rdx
        jmp     4f
1:      xor     %rax, %rdx
        jmp     4f
2:      or      %rax, %rdx
4:      vmwrite %rdx, %rdi
        ja      6f
        mov     $'w', %al               # no such field
        call    put
        mov     %edi, %eax
        call    hex32
        call    newline
6:      ret
5:      shl     $4, %edi
        and     $1, %ebx
        mov     %rdx, (%rdi,%rbx,8)
        ret

reset_memory:
        mov     $IO_BITMAP_A, %edi
        xor     %eax, %eax
        mov     $0x9000/8, %ecx
        rep stosq
        mov     $0x480, %ecx
        rdmsr
        mov     %eax, LINK_REGION
        mov     $GUEST_PDPT, %edi
        mov     $PD + 1, %eax
        stosq
        stosq
        stosq
        stosq
        movq    $EPT_PDPT + 7, EPT_PML4
        movq    $EPT_PD + 7, EPT_PDPT
        movq    $0xB7, EPT_PD
        movq    $0x2000B7, EPT_PD + 8
        ret

# Wherever a stream goes, it finds VMCALLs: in its page and the next, and from the end of the host's stack to the end of a real-mode segment. What it reads elsewhere is zero.
fill_stream:
        xor     %eax, %eax              # what the BIOS or a guest before has left is not to be found
        xor     %edi, %edi
        mov     $0x7000/8, %ecx
        rep stosq
        mov     $GUEST_IDT, %edi
        mov     $(PD_HIGH + 0xFB8 - GUEST_IDT)/8, %ecx
        rep stosq
        mov     $PD_HIGH + 0xFC0, %edi
        mov     $0x40/8, %ecx
        rep stosq
        mov     $0x3A000, %edi
        mov     $0x4E00/8, %ecx
        rep stosq
        fninit
        mov     %cr0, %rax              # caching is not VMX's business, and stays as a guest has set it
        and     $~0x60000000, %eax
        mov     %rax, %cr0
        mov     $STREAM, %edi
        mov     $0x2000, %ecx
        call    1f
        mov     $HOST_STACK, %edi
        mov     $STREAM + 0x10000 - HOST_STACK, %ecx
1:      movl    $0x0FC1010F, (%rdi)
        movl    $0x010FC101, 4(%rdi)
        movl    $0xC1010FC1, 8(%rdi)
        lea     (%rdi), %rsi
        add     $12, %rdi
        sub     $12, %ecx
        rep movsb
        ret

# ---- the valid VMCS of the test's kind ----------------------------------------------------------------------------------------------
base_vmcs:
        lea     controls(%rip), %rbx
1:      mov     (%rbx), %ecx
        jrcxz   2f
        mov     4(%rbx), %edi
        mov     8(%rbx), %r8d
        add     $12, %rbx
        call    capability
        jmp     1b
2:      lea     common_fields(%rip), %rbx
        call    write_fields
        mov     (%r15), %eax
        mov     kind_tables(,%rax,8), %rbx
        call    write_fields
        mov     (%r15), %eax
        cmp     $4, %eax
        jae     over_ept
        test    %eax, %eax
        jnz     3f
        call    ia32e_guest
3:      mov     4(%r15), %eax           # the program, in the kind's code size
        mov     (%r15), %ecx
        mov     code_size(,%rcx,8), %rdx
        mov     (%rdx,%rax,8), %rdx
        mov     (%r15), %ecx
        cmp     $2, %ecx
        je      4f
        cmp     $4, %ecx
        jne     5f
4:      sub     $0x7000, %rdx           # real-mode segments start at 0x7000
5:      mov     $0x681E, %edi
        vmwrite %rdx, %rdi
        ret

over_ept:
        mov     $0x482, %ecx            # is there EPT at all?
        rdmsr
        mov     $0x401E, %edi
        mov     $0x82, %r8d             # EPT, unrestricted guest
        cmpl    $5, (%r15)
        jne     1f
        mov     $0x22, %r8d             # EPT, VPID
1:      mov     $0x48B, %ecx
        call    capability
        mov     $0x4002, %edi
        mov     $0x80000000, %r8d
        vmread  %rdi, %rax
        or      %r8, %rax
        vmwrite %rax, %rdi
        mov     $0x201A, %edi
        mov     $EPT_PML4 + 0x1E, %eax
        vmwrite %rax, %rdi
        mov     $0, %edi
        mov     $1, %eax
        vmwrite %rax, %rdi
        cmpl    $5, (%r15)
        jne     3b
        call    ia32e_guest
        jmp     3b

ia32e_guest:
        mov     $0x4012, %edi
        vmread  %rdi, %rax
        or      $0x200, %eax
        vmwrite %rax, %rdi
        ret

# RCX capability MSR, EDI field, R8D wishes
capability:
        rdmsr
        or      %r8d, %eax
        and     %edx, %eax
        vmwrite %rax, %rdi
        ret

write_fields:
        movzwl  (%rbx), %edi
        cmp     $0xFFFF, %edi
        je      1f
        mov     2(%rbx), %rax
        vmwrite %rax, %rdi
        add     $10, %rbx
        jmp     write_fields
1:      ret

# ---- output --------------------------------------------------------------------------------------------------------------------------
put:    push    %rdx
        push    %rax
        mov     $0x3F8 + 5, %edx
1:      in      %dx, %al
        test    $0x20, %al
        jz      1b
        pop     %rax
        mov     $0x3F8, %edx
        out     %al, %dx
        pop     %rdx
        ret
newline:
        push    %rax
        mov     $10, %al
        call    put
        pop     %rax
        ret
field:  push    %rdi                    # print ` encoding=value`
        push    %rax
        mov     $' ', %al
        call    put
        mov     (%rsp), %rdi
        vmread  %rdi, %rax
        jna     1f
        call    hex64
        jmp     2f
1:      mov     $'-', %al
        call    put
2:      pop     %rax
        pop     %rdi
        ret
hex64:  push    %rcx                    # without leading zeros
        push    %rdx
        push    %rax
        bsr     %rax, %rcx
        jnz     1f
        xor     %ecx, %ecx
1:      and     $~3, %ecx
2:      mov     (%rsp), %rdx
        shr     %cl, %rdx
        mov     %edx, %eax
        and     $15, %eax
        add     $'0', %al
        cmp     $'9', %al
        jbe     3f
        add     $7, %al
3:      call    put
        sub     $4, %ecx
        jns     2b
        pop     %rax
        pop     %rdx
        pop     %rcx
        ret
hex32:  push    %rax
        mov     $' ', %al
        call    put
        pop     %rax
        mov     %eax, %eax
        jmp     hex64

# ---- data ------------------------------------------------------------------------------------------------------------------------------
        .balign 8
vmxon_pointer:  .quad VMXON_REGION
vmcs_pointer:   .quad VMCS_REGION
saved_rax:      .quad 0
saved_rcx:      .quad 0
saved_rdx:      .quad 0
saved_rbx:      .quad 0
saved_rsi:      .quad 0
saved_rdi:      .quad 0
saved_r15:      .quad 0
number:         .long 0
exits:          .long 0
program:        .long 0
shutdown:       .ascii "Shutdown"
# reasons that an instruction caused: behind it execution goes on (10..17, 28..32, 36, 39, 40, 44, 46, 47, 50..51, 53..55, 57..59, 61, 63, 64)
resumable:      .quad 0xAEECD191FFFBFC01
                .quad 0x0000000000000001
# reasons that come behind the instruction: 45, 56
trap_like:      .quad 0x0100200000000000
                .quad 0

exit_fields:
        .word   0x4402, 0x6400, 0x4404, 0x4406, 0x4408, 0x440A, 0x440C, 0x440E, 0x681E, 0x681C, 0x6820, 0x4824, 0x4826, 0x6822
        .word   0x6800, 0x6802, 0x6804, 0x0802, 0x4816, 0x4818, 0x4012, 0x4016, 0x681A, 0x640A, 0x2400, 0x2804, 0x2806, 0

controls:
        .long   0x481, 0x4000, 0
        .long   0x482, 0x4002, 0x480    # HLT and MWAIT exiting: nothing may wait for ever
        .long   0x483, 0x400C, 0x200
        .long   0x484, 0x4012, 0
        .long   0

        .macro  F field, value
        .word   \field
        .quad   \value
        .endm
common_fields:
        F 0x2800, -1
        F 0x4004, 0xFFFFFFFF
        F 0x2000, IO_BITMAP_A
        F 0x2002, IO_BITMAP_B
        F 0x2004, MSR_BITMAP
        F 0x2012, VIRTUAL_APIC
        F 0x0C00, 0x10
        F 0x0C02, 0x08
        F 0x0C04, 0x10
        F 0x0C06, 0x10
        F 0x0C08, 0x10
        F 0x0C0A, 0x10
        F 0x0C0C, 0x28
        F 0x6C00, 0x80000031
        F 0x6C02, PML4
        F 0x6C04, 0x2020
        F 0x6C0A, tss
        F 0x6C0C, gdt
        F 0x6C0E, idt
        F 0x6C14, HOST_STACK
        F 0x6C16, on_exit
        F 0x681A, 0x400
        F 0x6820, 2
        F 0x681C, GUEST_STACK
        F 0x6816, gdt
        F 0x4810, gdt_end-gdt-1
        F 0x6818, GUEST_IDT
        F 0x4812, 0xFF
        F 0x080E, 0x28
        F 0x6814, tss
        F 0x480E, 0x67
        F 0x4822, 0x8B
        F 0x4820, 0x10000
        .word   0xFFFF

        .macro  SEG n, selector, base, limit, rights
        F 0x0800+2*\n, \selector
        F 0x6806+2*\n, \base
        F 0x4800+2*\n, \limit
        F 0x4814+2*\n, \rights
        .endm
        .macro  DATASEGS selector, base, limit, rights
        SEG 0, \selector, \base, \limit, \rights
        SEG 2, \selector, \base, \limit, \rights
        SEG 3, \selector, \base, \limit, \rights
        SEG 4, \selector, \base, \limit, \rights
        SEG 5, \selector, \base, \limit, \rights
        .endm

kind_tables:    .quad long_kind, protected_kind, v86_kind, pae_kind, real_kind, long_kind
code_size:      .quad programs64, programs32, programs16, programs32, programs16, programs64

long_kind:
        F 0x6800, 0x80000031
        F 0x6802, PML4
        F 0x6804, 0x2020
        SEG 1, 0x08, 0, 0xFFFFFFFF, 0xA09B
        DATASEGS 0x10, 0, 0xFFFFFFFF, 0xC093
        .word   0xFFFF
protected_kind:
        F 0x6800, 0x80000031
        F 0x6802, GUEST_PD
        F 0x6804, 0x2010
        SEG 1, 0x20, 0, 0xFFFFFFFF, 0xC09B
        DATASEGS 0x10, 0, 0xFFFFFFFF, 0xC093
        .word   0xFFFF
pae_kind:
        F 0x6800, 0x80000031
        F 0x6802, GUEST_PDPT
        F 0x6804, 0x2020
        SEG 1, 0x20, 0, 0xFFFFFFFF, 0xC09B
        DATASEGS 0x10, 0, 0xFFFFFFFF, 0xC093
        .word   0xFFFF
v86_kind:
        F 0x6800, 0x80000031
        F 0x6802, GUEST_PD
        F 0x6804, 0x2010
        F 0x6820, 0x20002
        F 0x681C, 0x7000
        SEG 1, 0x700, 0x7000, 0xFFFF, 0xF3
        DATASEGS 0x3400, 0x34000, 0xFFFF, 0xF3
        .word   0xFFFF
real_kind:
        F 0x6800, 0x20
        F 0x6804, 0x2000
        F 0x681C, 0x7000
        SEG 1, 0x700, 0x7000, 0xFFFF, 0x93
        DATASEGS 0x3400, 0x34000, 0xFFFF, 0x93
        .word   0xFFFF

        .balign 8
gdt:    .quad   0
        .quad   0x00AF9B000000FFFF      # 08 64-bit code
        .quad   0x00CF93000000FFFF      # 10 data
        .quad   0x00CFFB000000FFFF      # 18 code, ring 3
        .quad   0x00CF9B000000FFFF      # 20 32-bit code
tss_descriptor:
        .word   0x67
        .word   tss
        .byte   0, 0x89, 0, 0           # 28 TSS (below 64 KiB)
        .quad   0
        .word   0x67                    # 38 another TSS, to switch to
        .word   other_tss
        .byte   0, 0x89, 0, 0
        .quad   0
gdt_end:
gdt_register:
        .word   gdt_end-gdt-1
        .quad   gdt
        .balign 8
tss:    .zero   104
other_tss: .zero 104
idt:    .rept   32
        .word   on_host_exception
        .word   8
        .byte   0, 0x8E
        .word   0
        .quad   0
        .endr
idt_end:
idt_register:
        .word   idt_end - idt - 1
        .quad   idt

# ---- what guests execute ---------------------------------------------------------------------------------------------------------------
        .macro  PROGRAMS size
programs\size:
        .quad   vmcall\size, mixed\size, io\size, control\size, faults\size, msrs\size, vmx\size, later\size, apic\size, x2apic\size, debug\size
        .quad   interrupts\size, nmi\size, time\size, loads\size, state\size, vmcall\size
        .endm
        PROGRAMS 64
        PROGRAMS 32
        PROGRAMS 16

        .macro  BODY size
vmcall\size:
        vmcall
        hlt
        jmp     vmcall\size
mixed\size:
        cpuid
        nop
        pause
        rdtsc
        sti
        hlt
        cli
        mov     $1, %eax
        cpuid
        invlpg  0x1234
        invlpg  (%ebx)
        rdpmc
        wbinvd
        invd
        xor     %ecx, %ecx
        monitor
        mwait
        sgdt    0x3000
        sidt    0x3000
        sldt    %ax
        str     %ax
        vmcall
        jmp     mixed\size
io\size:
        mov     $0x80, %edx
        in      $0x60, %al
        out     %al, $0x80
        in      %dx, %al
        in      %dx, %ax
        in      %dx, %eax
        out     %eax, %dx
        mov     $0xFFFF, %edx
        in      %dx, %ax
        mov     $0x80, %edx
        mov     $0x3000, %esi
        mov     $0x3000, %edi
        mov     $2, %ecx
        rep outsb
        outsb
        insb
        mov     $2, %ecx
        rep insw
        .if     \size == 16
        es outsw
        .endif
        mov     $0x3F8, %edx
        in      %dx, %al
        vmcall
        jmp     io\size
faults\size:
        xor     %edx, %edx
        xor     %ecx, %ecx
        ud2
        int3
        int     $0x21
        .byte   0xF1
        div     %ecx
        .if     \size != 16
        mov     0x7FFFFFFF, %eax
        mov     %eax, 0x7FFFFFFF
        .endif
        vmcall
        jmp     faults\size
msrs\size:
        mov     $0x174, %ecx
        rdmsr
        mov     $8, %eax
        xor     %edx, %edx
        wrmsr
        mov     $0xC0000080, %ecx
        rdmsr
        mov     $0xC0000081, %ecx
        wrmsr
        mov     $0x12345678, %ecx
        rdmsr
        mov     $0x1B, %ecx
        rdmsr
        vmcall
        jmp     msrs\size
vmx\size:
        vmclear 0x3000
        vmptrld 0x3000
        vmptrst (%ebx)
        vmxon   0x10(%ebx)
        .if     \size == 64
        vmread  %rax, %rbx
        vmread  %rax, 0x3000(%rbx,%rcx,4)
        vmwrite 0x3000, %rsi
        .elseif \size == 32
        vmread  %eax, %ebx
        vmread  %eax, 0x3000(%ebx,%ecx,4)
        vmwrite 0x3000, %esi
        .endif
        vmlaunch
        vmresume
        vmxoff
        mov     $0, %eax
        vmfunc
        mov     $1, %ecx
        vmfunc
        xor     %ecx, %ecx
        vmfunc
        vmcall
        jmp     vmx\size
later\size:
        rdtscp
        rdrand  %ecx
        rdseed  %dx
        .if     \size == 64
        invpcid (%rbx), %rax
        .else
        invpcid 0x10(%ebx), %eax
        .endif
        xsetbv
        getsec
        rsm
        .if     \size == 32
        ljmp    $0x28, $0
        lcall   $0x28, $0
        .endif
        mov     0x3000, %eax
        mov     %eax, 0x3080
        mov     0x3080, %al
        vmcall
        jmp     later\size
        .endm

        .macro  APIC size
apic\size:                              # the page of the APIC at DS:3000
        sti
        mov     0x3080, %eax
        movl    $0x35, 0x3080
        mov     0x3080, %al
        mov     0x3081, %ax
        mov     0x3083, %ax
        .if     \size == 64
        mov     0x3080, %rax
        mov     $3, %eax
        mov     %rax, %cr8
        .endif
        mov     0x3020, %eax
        mov     0x3030, %eax
        mov     0x30A0, %eax
        mov     0x3110, %eax
        mov     0x3270, %eax
        mov     0x3390, %eax
        movl    $0, 0x30B0
        movl    $0x40051, 0x3300
        movl    $0, 0x30B0
        nop
        movl    $0x51, 0x3300
        movl    $0x40005, 0x3300
        movl    $0x48061, 0x3300
        cli
        movl    $0x44071, 0x3300
        movl    $-1, 0x3310
        mov     0x3310, %eax
        movl    $1, 0x3320
        movl    $1, 0x3030
        movb    $1, 0x3380
        movb    $1, 0x3384
        movl    $0, 0x3080
        sti
        nop
        hlt
        movl    $0, 0x30B0
        vmcall
        jmp     apic\size
x2apic\size:
        mov     $0x808, %ecx
        rdmsr
        sti
        xor     %edx, %edx
        mov     $0x22, %eax
        wrmsr
        mov     $0x122, %eax
        wrmsr
        mov     $0x80B, %ecx
        wrmsr
        xor     %eax, %eax
        wrmsr
        mov     $0x83F, %ecx
        mov     $5, %eax
        wrmsr
        mov     $0x41, %eax
        wrmsr
        nop
        rdmsr
        mov     $0x80A, %ecx
        rdmsr
        mov     $0x802, %ecx
        rdmsr
        mov     $0x8FF, %ecx
        rdmsr
        mov     $0x80B, %ecx
        xor     %eax, %eax
        wrmsr
        vmcall
        jmp     x2apic\size
        .endm

        .macro  DEBUG size, code_suffix
return\size:
        iret\code_suffix
debug\size:                             # single steps, shadows of MOV SS and STI, breakpoints, NMI blocking
        nop
        pushf\code_suffix
        .if     \size == 16
        pop     %eax
        or      $0x100, %eax
        push    %eax
        .else
        orw     $0x100, (%esp)
        .endif
        popf\code_suffix
        nop
        nop
        mov     %ss, %ecx
        mov     %ecx, %ss
        nop
        mov     %ecx, %ss
        cpuid
        int3
        sti
        nop
        pushf\code_suffix
        .if     \size == 16
        pop     %eax
        and     $~0x100, %eax
        push    %eax
        .else
        andw    $~0x100, (%esp)
        .endif
        popf\code_suffix
        nop
        .byte   0xF1
        mov     $0x1F100, %ecx          # a data breakpoint there, which any ring-0 guest may set
        .if     \size == 64
        mov     %rcx, %dr0
        mov     $0x000F0402, %ecx
        mov     %rcx, %dr7
        .elseif \size == 32
        mov     %ecx, %dr0
        mov     $0x000F0402, %ecx
        mov     %ecx, %dr7
        .endif
        .if     \size != 16
        mov     $0x1F100, %ebx
        mov     %eax, (%ebx)
        nop
        mov     %ss, %ecx
        mov     (%ebx), %ecx
        mov     %ss, %edx
        cli
        mov     (%ebx), %ecx
        incl    (%ebx)
        .endif
        xor     %eax, %eax
        .if     \size == 64
        mov     %rax, %dr7
        .elseif \size == 32
        mov     %eax, %dr7
        .endif
        vmcall
        jmp     debug\size
        .endm

        .macro  OUTSIDE size
interrupts\size:                        # the timer's, through the interrupt controllers
        mov     $0xFE, %al
        out     %al, $0x21
        sti
1:      jmp     1b
nmi\size:                               # the local APIC sends one to itself
        .if     \size == 64
        mov     $0xFEE00300, %ebx
        movl    $0x1FF, -0x210(%rbx)
        movl    $0, 0x10(%rbx)
        movl    $0x4400, (%rbx)
        out     %al, $0x80              # time for the message to arrive
        nop
        .endif
        vmcall
        jmp     nmi\size
time\size:                              # CPUID if the time stamp is large
        rdtsc
        cmp     $0x10, %edx
        jb      1f
        cpuid
1:      pause
        pause
        pause
        vmcall
        jmp     time\size
loads\size:
        mov     $0x277, %ecx
        mov     $0x01010101, %eax
        xor     %edx, %edx
        wrmsr
        mov     $0xC0000080, %ecx
        rdmsr
        or      $1, %eax
        wrmsr
        vmcall
        jmp     loads\size
state\size:
        mov     $1, %eax
        xor     %edx, %edx
        xsaves  0x3800
        .if     \size == 64
        invept  0x10(%rbx), %rax
        invvpid (%rbx,%rcx,4), %rdx
        .elseif \size == 32
        invept  0x10(%ebx), %eax
        invvpid (%ebx,%ecx,4), %edx
        ljmp    $0x38, $0
        .endif
        vmcall
        jmp     state\size
        .endm

        .macro  CONTROL size, a, b
control\size:
        mov     %cr0, \a
        mov     \a, %cr0
        mov     %cr4, \b
        mov     \b, %cr4
        mov     %cr3, \a
        mov     \a, %cr3
        clts
        smsw    %ax
        lmsw    %ax
        mov     $0x0F, %eax
        lmsw    %ax
        mov     %dr7, \b
        mov     \b, %dr7
        mov     %dr0, \b
        .if     \size == 64
        mov     %cr8, %rax
        mov     %rax, %cr8
        .endif
        vmcall
        jmp     control\size
        .endm
        .code64
        BODY 64
        APIC 64
        OUTSIDE 64
        DEBUG 64, q
        CONTROL 64, %rax, %rbx
        .code32
        BODY 32
        APIC 32
        OUTSIDE 32
        DEBUG 32, l
        CONTROL 32, %eax, %ebx
        .code16
        BODY 16
        APIC 16
        OUTSIDE 16
        DEBUG 16, l
        CONTROL 16, %eax, %ebx

        .balign 16
tests:
