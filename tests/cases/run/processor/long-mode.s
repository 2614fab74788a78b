# 64-bit mode: address spaces by PCID with INVPCID and global pages; SYSCALL, SYSRET, SYSENTER and SYSEXIT with targets that are not canonical. An exception
# is shown as vector, error code and the level it came from.
#! args: --cpu haswell
#! serial: PCID 0d/0000/0 00000036 00000038 00000036 00000005 00000038 00000036 00000038 00000036 0d/0000/0 0d/0000/0 0d/0000/0 - 0d/0000/3 0d/0000/0
#! serial: system calls 06/0000/3 0d/0000/0 0d/0000/0 0d/0000/0 0d/0000/0 0d/0000/0 0d/0000/0 0d/0000/0 00000000 00003003 00000002 00007400 00000008 00000010 - 0d/0000/0 0e/0004/3 0d/0000/3 00007700 00000008 00003002 - 0d/0000/0 0d/0000/0 0d/0000/3
#! serial: jumps 0d/0000/0 0d/0000/0 0d/0000/0 0c/0000/0 0c/0000/0
        .include <print.inc>
        .include <longmode.inc>
        .include <poweroff.inc>
        .boot   entry=start
        .macro  try
        movq    $98f, resume
        .endm
        .macro  done
        print   " -"
98:
        .endm
        .macro  show
        push    %rax
        print   " "
        pop     %rax
        print_hex 32
        .endm
        .macro  msr number, high, low
        mov     $\number, %ecx
        mov     $\high, %edx
        mov     $\low, %eax
        wrmsr
        .endm
        .macro  user target
        pushq   $ds3
        pushq   $0x7400
        pushq   $0x3002
        pushq   $cs3
        pushq   $\target
        iretq
        .endm
        .code16
start:  cli
        cld
        xor     %ax, %ax
        mov     %ax, %ds
        mov     %ax, %ss
        mov     $0x7C00, %sp
        uart_init
        mov     $0xFF, %al
        out     %al, $0x21
        out     %al, $0xA1
        longmode_enter gdtr, pages.cr3, cs64, ds64
        mov     $0x7C00, %rsp
        mov     $tr, %eax
        ltr     %ax
        lidt    idtr

        print   "PCID"
        .set    ENTRY, pages + 0x3000 + 8 * 0x37 # of 37000
        try
        mov     $pages.cr3 + 1, %rax            # the low bits are nothing yet
        mov     %rax, %cr3
        mov     %cr4, %rax
        bts     $17, %rax
        mov     %rax, %cr4                      # PCIDE: not with a PCID that is not 0
        done
        mov     $pages.cr3, %rax
        mov     %rax, %cr3
        mov     %cr4, %rax
        bts     $17, %rax
        bts     $7, %rax                        # PGE
        mov     %rax, %cr4
        movl    $0x36, 0x36000
        movl    $0x38, 0x38000
        movl    $0x36007, ENTRY
        invlpg  0x37000
        mov     0x37000, %eax
        show
        mov     $pages.cr3 + 5, %rax
        mov     %rax, %cr3
        movl    $0x38007, ENTRY                 # this space has not seen it yet
        invlpg  0x37000
        mov     0x37000, %eax
        show
        movl    $0x36007, ENTRY
        mov     $pages.cr3 + 5, %rax            # bit 63 clear: takes away what the space has
        mov     %rax, %cr3
        mov     0x37000, %eax
        show
        mov     %cr3, %rax
        and     $0xFFF, %eax
        show
        movl    $0x38007, ENTRY
        movq    $5, descriptor
        movq    $0x37000, descriptor + 8
        mov     $0, %ebx                        # one address
        invpcid descriptor, %rbx
        mov     0x37000, %eax
        show
        movl    $0x36007, ENTRY
        mov     $1, %ebx                        # one space
        invpcid descriptor, %rbx
        mov     0x37000, %eax
        show
        movl    $0x38107, ENTRY                 # global now
        mov     $3, %ebx                        # all but global ones
        invpcid descriptor, %rbx
        mov     0x37000, %eax
        show
        movl    $0x36107, ENTRY
        mov     $2, %ebx                        # all
        invpcid descriptor, %rbx
        mov     0x37000, %eax
        show
        try
        mov     $4, %ebx
        invpcid descriptor, %rbx
        done
        try
        movq    $0x1005, descriptor             # twelve bits
        mov     $1, %ebx
        invpcid descriptor, %rbx
        done
        try
        movl    $0x800000, descriptor + 12      # not canonical, of one address
        movq    $5, descriptor
        mov     $0, %ebx
        invpcid descriptor, %rbx
        done
        try
        mov     $1, %ebx                        # a whole space: the address is not looked at
        invpcid descriptor, %rbx
        done
        try
        user    1f
1:      invpcid descriptor, %rbx
        done
        try                                     # no way out of 64-bit mode with it
        mov     %cr0, %rax
        btr     $31, %rax
        mov     %rax, %cr0
        done
        mov     $pages.cr3, %rax
        mov     %rax, %cr3

        print   "\nsystem calls"
        try
        user    1f
1:      syscall                                 # EFER.SCE is not set
        done
        msr     0xC0000080, 0, 0x501
        .irp    register, 0xC0000082, 0xC0000083, 0x175, 0x176, 0xC0000100, 0xC0000101, 0xC0000102
        try
        msr     \register, 0x8000, 0            # addresses have to be canonical
        done
        .endr
        msr     0xC0000081, ds64 << 16 | cs64, 0
        msr     0xC0000082, 0, 1f
        msr     0xC0000084, 0, 0x3001
        try
        user    2f
2:      mov     $0x123, %ebx
        stc
        syscall
3:      jmp     4f
1:      mov     %rsp, %r8                       # still the caller's stack
        pushfq
        pop     %rdi
        mov     $0x7C00, %esp
        mov     %rcx, %rax
        sub     $3b, %rax
        show
        mov     %r11, %rax
        show
        mov     %edi, %eax
        show
        mov     %r8d, %eax
        show
        mov     %cs, %eax
        show
        mov     %ss, %eax
        show
4:
        done
        try                                     # SYSRET to what is no address: #GP, still at level 0
        mov     $0x800000000000, %rcx
        mov     $2, %r11d
        sysretq
        done
        try                                     # the last one, and behind it
        mov     $0x7FFFFFFFF000, %rcx
        mov     $2, %r11d
        sysretq
        done
        mov     $0x7C00, %esp
        msr     0x174, 0, 0
        try
        user    1f
1:      sysenter                                # no selector: #GP
        done
        msr     0x174, 0, cs64
        msr     0x175, 0, 0x7700
        msr     0x176, 0, 2f
        try
        user    1f
1:      sysenter
2:      mov     %rsp, %rax
        show
        mov     $0x7C00, %esp
        mov     %cs, %eax
        show
        pushfq
        pop     %rax
        and     $0x3202, %eax                   # IF is off
        show
        done
        try
        mov     $0x800000000000, %rdx
        mov     $0x7400, %ecx
        sysexitq
        done
        try
        mov     $1f, %edx
        mov     $0x800000000000, %rcx
        sysexitq
1:      mov     $0x7400, %esp
        hlt
        done
        try
        user    1f
1:      sysexitq
        done

        print   "\njumps"
        try
        mov     $0x800000000000, %rax
        call    *%rax                           # nothing pushed
        done
        try
        mov     $0x800000000000, %rax
        pushq   $cs64
        pushq   %rax
        lretq
        done
        mov     $0x7C00, %esp
        try
        pushq   $ds64
        pushq   $0x7C00
        pushq   $2
        pushq   $cs64
        mov     $0x800000000000, %rax
        pushq   %rax
        iretq
        done
        try
        mov     $0x800000000004, %rsp           # #SS, on a stack of its own
        push    %rax
        done
        try
        mov     $0x8000000000000000, %rbp
        mov     (%rbp), %eax
        done
        poweroff

# On the stack: vector, error code or 0, RIP, CS.
exception:
        cld
        print   " "
        mov     (%rsp), %eax
        print_hex 8
        print   "/"
        mov     8(%rsp), %eax
        print_hex 16
        print   "/"
        mov     24(%rsp), %eax
        and     $3, %eax
        print_digit
        mov     $ds64, %eax
        mov     %eax, %ss
        mov     $0x7C00, %esp
        jmp     *resume

        .data
        .balign 16
descriptor: .quad 0, 0
resume: .quad   0
        .gdt    gdt
                .null
cs64:           .descriptor code64
ds64:           .descriptor data64
                .descriptor code32, dpl=3
ds3:            .descriptor data64, dpl=3, rpl=3
cs3:            .descriptor code64, dpl=3, rpl=3
tr:             .descriptor tss64, base=tss
        .endgdt
        .tss    tss, format=64
                rsp0    = 0x7800
                ist1    = 0x7000
        .endtss
        .code64
        .idt    idt, format=64, selector=cs64, stubs
                .gate   0..11, exception
                .gate   12, exception, ist=1
                .gate   13..21, exception
        .endidt
idtr:   .idtr   idt
        .code16
gdtr:   .gdtr   gdt
        .pagetables pages, format=ia32e
                .map    0, 0, 2M, present | writable | user, page=4K
        .endpagetables
