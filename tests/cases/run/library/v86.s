# Into virtual-8086 mode with v86_enter, and out of it by a fault; paging_enter before, code_mode in three modes.
#! serial: modes 16 32; IP 3, flags ok, stack 1000:fff0, DS 2000
        .include <mode.inc>
        .include <print.inc>
        .include <pmode.inc>
        .include <v86.inc>
        .include <poweroff.inc>
        .equ    TASK, 0x1000
        .boot   entry=start
        .section .task, "awx", load=TASK * 16
        .code16
task:   mov     $1, %bx
        hlt                             # not allowed at level 3
        .text
        .code16
start:  cli
        xor     %ax, %ax
        mov     %ax, %ds
        mov     %ax, %ss
        mov     $0x7C00, %sp
        uart_init
        code_mode
        print   "modes "
        mov     $MODE, %eax
        print_dec
        pmode_enter gdtr, cs32, ds32
        mov     $0x7C00, %esp
        paging_enter pages.cr3
        code_mode
        print   " "
        mov     $MODE, %eax
        print_dec
        mov     $tr, %eax
        ltr     %ax
        lidt    idtr
        v86_enter cs=TASK, ip=0, ss=TASK, sp=0xFFF0, ds=0x2000, flags=0x200
handler:
        mov     $ds32, %eax
        mov     %eax, %ds
        mov     %eax, %es
        print   "; IP "
        mov     V86_FRAME_EIP(%esp), %eax
        print_dec
        mov     V86_FRAME_EFLAGS(%esp), %eax
        and     $0x20202, %eax
        cmp     $0x20202, %eax
        jne     1f
        print   ", flags ok"
1:      print   ", stack "
        mov     V86_FRAME_SS(%esp), %eax
        print_hex 16
        print   ":"
        mov     V86_FRAME_ESP(%esp), %eax
        print_hex 16
        print   ", DS "
        mov     V86_FRAME_DS(%esp), %eax
        print_hex 16
        poweroff
        .data
        .gdt    gdt
                .null
cs32:           .descriptor code32
ds32:           .descriptor data32
tr:             .descriptor tss32, base=tss
        .endgdt
        .tss    tss, format=32
                ss0  = ds32
                esp0 = 0x7800
        .endtss
        .idt    idt, format=32, selector=cs32
                .gate   GP, handler
        .endidt
idtr:   .idtr   idt
        .code16
gdtr:   .gdtr   gdt
        .pagetables pages, format=pse
                .map    0, 0, 4M, present | writable | user
        .endpagetables
