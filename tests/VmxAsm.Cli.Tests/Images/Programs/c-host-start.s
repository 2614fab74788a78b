# From the boot loader into C, in protected mode (BITS=32) or long mode (BITS=64). A 16-bit part, and data of C's, refer to each other.
        .include <print.inc>
        .include <poweroff.inc>
        .include <pmode.inc>
        .include <longmode.inc>
        .boot   entry=start
        .code16
start:  cli
        uart_init
    .if BITS == 64
        longmode_enter gdtr, pages.cr3, cs64, ds32
        .code64
        mov     $0x70000, %esp
    .else
        pmode_enter gdtr, cs32, ds32
        mov     $0x70000, %esp
    .endif
        call    c_main
        poweroff
        hlt
        .globl  say_char, seen_by_c, start16
say_char:
    .if BITS == 64
        mov     %edi, %eax
        push    %rbx
        uart_putc
        pop     %rbx
    .else
        mov     4(%esp), %eax
        push    %ebx
        uart_putc
        pop     %ebx
    .endif
        ret
        .data
seen_by_c:
        .long   0x12345678
        .equ    absolute_for_c, 0x4321
        .globl  absolute_for_c
        .gdt    gdt
                .null
cs32:           .descriptor code32
ds32:           .descriptor data32
cs64:           .descriptor code64
        .endgdt
        .code16
gdtr:   .gdtr   gdt
    .if BITS == 64
        .pagetables pages, format=ia32e
                .map    0, 0, 4M, present | writable
        .endpagetables
    .endif
