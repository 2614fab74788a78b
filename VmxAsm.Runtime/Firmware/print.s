# Messages of the BIOS itself.

# CS:SI: a string that ends with a zero byte. Keeps all registers.
print:
        pushaw
1:      lodsb   %cs:(%si), %al
        testb   %al, %al
        jz      2f
        movb    $0x0e, %ah
        movw    $0x0007, %bx
        int     $0x10
        jmp     1b
2:      popaw
        retw

print_banner:
        movw    $banner, %si
        jmp     print

banner: .asciz  "vmxasm BIOS\r\n\n"
