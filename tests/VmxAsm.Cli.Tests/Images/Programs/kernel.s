# A 32-bit kernel, entered as multiboot and ELF loaders do.
        .include <print.inc>
        .include <poweroff.inc>
        .section .multiboot, "a"
        .long   0x1BADB002, 0, -0x1BADB002
        .text
        .code32
        .globl  _start
_start: mov     $0x80000, %esp
        uart_init
        cmpl    $0, zeros
        jne     1f
        print   "booted\r\n"
1:      poweroff
        hlt
        .bss
        .skip   5000
zeros:  .long   0
