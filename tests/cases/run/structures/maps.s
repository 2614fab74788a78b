# Maps side by side and of several sizes, run with paging on: 4-KByte pages between large ones, several addresses for the same memory, a hole, a
# page that cannot be written and one whose place the linker chooses; with `shared`, equal tables are one.
#! args: --cpu haswell
#! serial: PSE: 11111111 11111111 22222222, write to 801000: error 3
#! serial: IA-32e: 11111111 11111111 11111111 22222222 33333333
#! serial: write to 401000: error 3
#! serial: read of 402000: error 0
#! serial: read of 600000: error 0
#! serial: fetch of 403000: error 11
#! serial: one table for two addresses: 1, another for the third: 1
        .include <print.inc>
        .include <pmode.inc>
        .include <longmode.inc>
        .include <poweroff.inc>
        .boot   entry=start
        .code16
start:  cli
        xor     %ax, %ax
        mov     %ax, %ds
        mov     %ax, %ss
        mov     $0x7C00, %sp
        uart_init
        pmode_enter gdtr, cs32, ds32
        mov     $0x7C00, %esp
        lidt    idtr32
        movl    $0x11111111, 0x20000
        movl    $0x22222222, 0x21000
        paging_enter pse_pages.cr3
        mov     %cr0, %eax
        or      $0x10000, %eax                  # WP: pages that are not writable are so for us too
        mov     %eax, %cr0
        print   "PSE: "
        mov     0x20000, %eax
        print_hex
        print   " "
        mov     0x400000 + 0x20000, %eax        # another 4-MByte page for the same memory
        print_hex
        print   " "
        mov     0x800000, %eax                  # a 4-KByte page in the next directory entry
        print_hex
        print   ", write to "
        mov     $1f, %edi
        movl    $5, 0x801000
1:      mov     %cr0, %eax
        and     $0x7FFFFFFF, %eax
        mov     %eax, %cr0
        mov     $0xC0000080, %ecx
        rdmsr
        or      $0x800, %eax                    # NXE
        wrmsr
        longmode_enter gdtr, pages.cr3, cs64, ds32, from=32
        mov     $0x7C00, %esp
        lidt    idtr64
        print   "IA-32e: "
        .irp    address, 0x20000, 0x400000, 0x40020000, 0x40021000, 0x403000
        .if     \address != 0x20000
        print   " "
        .endif
        mov     \address, %eax
        print_hex
        .endr
        print   "\r\nwrite to "
        mov     $1f, %edi
        movl    $5, 0x401000
1:      print   "read of "
        mov     $1f, %edi
        mov     0x402000, %eax
1:      print   "read of "
        mov     $1f, %edi
        mov     0x600000, %eax
1:      print   "fetch of "
        mov     $1f, %edi
        mov     $0x403000, %eax
        jmp     *%rax
1:      mov     pages, %rsi                     # the table behind entry 0 of the root: directory pointers for 0, 1 and 2 GBytes
        and     $-4096, %rsi
        .irp    n, 0, 1, 2
        mov     \n * 8(%rsi), %rax
        and     $-4096, %rax
        mov     (%rax), %rax                    # what maps the first 2 MBytes there
        and     $-4096, %rax
        push    %rax
        .endr
        pop     %rcx
        pop     %rbx
        pop     %rdi
        print   "one table for two addresses: "
        xor     %eax, %eax
        cmp     %rdi, %rbx
        sete    %al
        print_digit
        print   ", another for the third: "
        xor     %eax, %eax
        cmp     %rdi, %rcx
        setne   %al
        print_digit
        print_newline
        poweroff

# A page fault is told, and the program goes on at edi.
        .macro  tell_address address
        .irp    shift, 16, 8, 0
        mov     \address, %eax
        shr     $\shift, %eax
        print_hex 8
        .endr
        .endm
        .code32
fault32:
        mov     %cr2, %esi
        tell_address %esi
        print   ": error "
        pop     %eax
        print_digit
        print_newline
        mov     %edi, (%esp)
        iret
        .code64
fault64:
        mov     %cr2, %rbp
        tell_address %ebp
        print   ": error "
        pop     %rbp
        cmp     $0x10, %ebp
        jb      1f
        mov     %ebp, %eax
        shr     $4, %eax
        print_digit
1:      mov     %ebp, %eax
        print_digit
        print_newline
        mov     %rdi, (%rsp)
        iretq

        .data
        .gdt    gdt
                .null
cs32:           .descriptor code32
ds32:           .descriptor data32
cs64:           .descriptor code64
        .endgdt
        .idt    idt32, format=32, selector=cs32
                .gate   PF, fault32
        .endidt
        .idt    idt64, format=64, selector=cs64
                .gate   PF, fault64
        .endidt
        .code32
idtr32: .idtr   idt32
        .code64
idtr64: .idtr   idt64
        .code16
gdtr:   .gdtr   gdt
        .balign 4096
own_page:
        .long   0x33333333

        .pagetables pse_pages, format=pse
                .map    0, 0, 4M
                .map    4M, 0, 4M
                .map    8M, 0x21000, 4K
                .map    0x801000, 0x21000, 4K, present
                .map    0xC00000, 0, 4M
        .endpagetables
        .pagetables pages, format=ia32e, shared
                .map    0, 0, 2M, page=4K
                .map    2M, 0, 2M
                .map    4M, 0x20000, 4K
                .map    0x401000, 0x20000, 4K, present
                .map    0x402000, 0, 4K, none
                .map    0x403000, own_page, 4K, present | nx
                .map    8M, 8M, 8M
                .map    1G, 0, 2M, page=4K
                .map    2G, 4K, 2M, page=4K
        .endpagetables
