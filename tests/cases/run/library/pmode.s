# Into protected mode and back; the BIOS works again afterwards.
#! serial: protected, real
#! screen: A
        .include <print.inc>
        .include <pmode.inc>
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
        print   "protected, "
        pmode_leave cs16, ds16
        mov     $0x7C00, %sp
        print   "real"
        mov     $0x0E41, %ax
        mov     $7, %bx
        int     $0x10
        poweroff
        .data
        .gdt    gdt
                .null
cs32:           .descriptor code32
ds32:           .descriptor data32
cs16:           .descriptor code16
ds16:           .descriptor data16
        .endgdt
        .code16
gdtr:   .gdtr   gdt
