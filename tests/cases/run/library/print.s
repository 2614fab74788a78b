# Numbers and text in 16-, 32- and 64-bit code.
#! serial: 0123456789abcdef 0 9 fedcba9876543210 10 4294967295
#! serial: ff abcd 0000beef 123456789abcdef0
#! serial: text
        .include <print.inc>
        .include <pmode.inc>
        .include <longmode.inc>
        .include <a20.inc>
        .include <poweroff.inc>
        .boot   entry=start
        .code16
start:  cli
        xor     %ax, %ax
        mov     %ax, %ds
        mov     %ax, %ss
        mov     $0x7C00, %sp
        uart_init
        a20_enable
        mov     $0x01234567, %edx
        mov     $0x89ABCDEF, %eax
        print_hex64
        print   " "
        mov     $0, %eax
        print_dec
        print   " "
        mov     $9, %eax
        print_dec
        print   " "
        pmode_enter gdtr, cs32, ds32
        mov     $0x7C00, %esp
        mov     $0xFEDCBA98, %edx
        mov     $0x76543210, %eax
        print_hex64
        print   " "
        mov     $10, %eax
        print_dec
        print   " "
        mov     $-1, %eax
        print_dec
        print   "\n"
        mov     $0x12FF, %eax
        print_hex 8
        print   " "
        longmode_enter gdtr, pages.cr3, cs64, ds32, from=32
        mov     $0x7C00, %rsp
        mov     $0xABCD, %eax
        print_hex 16
        print   " "
        mov     $0xBEEF, %eax
        print_hex
        print   " "
        movabs  $0x123456789ABCDEF0, %rax
        print_hex64
        print   "\n"
        uart_puts text
        poweroff
text:   .asciz  "text"
        .data
        .gdt    gdt
                .null
cs32:           .descriptor code32
ds32:           .descriptor data32
cs64:           .descriptor code64
        .endgdt
        .code32
gdtr:   .gdtr   gdt
        .pagetables pages, format=ia32e
                .map    0, 0, 2M
        .endpagetables
