# Polled output on the first serial port, 8N1, and power-off once the last letter has left.
#! serial: 8N1
#! serial: and on
        .code16
_start: ljmp    $0, $main
main:   xor     %ax, %ax
        mov     %ax, %ds
        mov     $0x3FB, %dx
        mov     $3, %al
        out     %al, %dx
        mov     $text, %si
        mov     $text_end - text, %cx
next:   mov     $0x3FD, %dx
0:      in      %dx, %al
        test    $0x40, %al
        jz      0b
        jcxz    power_off
        lodsb
        dec     %cx
        mov     $0x3F8, %dx
        out     %al, %dx
        jmp     next
power_off:
        mov     $0x8900, %dx
        mov     $shutdown, %si
        mov     $8, %cx
        rep outsb
        cli
        hlt
text:   .ascii  "8N1\r\nand on\r\n"
text_end:
shutdown:
        .ascii  "Shutdown"
        .org    510
        .word   0xAA55
