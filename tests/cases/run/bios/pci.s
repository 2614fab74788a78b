# INT 1Ah AH=B1h: the PCI BIOS finds the host bridge and reads its registers; and INT 13h AH=01 remembers how the last call went.
#! not-for-bochs: it reads words and double words from any register, and reports the failure before the last call
#! serial:  - 0000 0000 C 8600 - 0000 0000 C 8600
#! serial:  - 0000 0037 - 0000 1237 - 0000 1237 8086 C 8700 C 8700 - 0000 ffff C 8100
#! serial:  C 0100 C 0100 - 0000 - 0000
        .include "../show.inc"

        .macro  pci ax, bx=0, cx=0, dx=0, si=0, di=0
        movw    $\ax, %ax
        movw    $\bx, %bx
        movl    $\cx, %ecx
        movw    $\dx, %dx
        movw    $\si, %si
        movw    $\di, %di
        int     $0x1a
        carry
        movb    $0, %al
        show    %ax
        .endm

start:  begin
        pci     0xb102, 0, 0x1237, 0x8086       # the host bridge
        show    %bx
        pci     0xb102, 0, 0x1237, 0x8086, 1    # there is one
        pci     0xb103, 0, 0x060000             # by its class
        show    %bx
        pci     0xb102, 0, 0x1234, 0x5678
        line
        pci     0xb108, 0, 0, 0, 0, 2
        show    %cx
        pci     0xb109, 0, 0, 0, 0, 2
        show    %cx
        pci     0xb10a, 0, 0, 0, 0, 0
        movl    %ecx, %eax
        shrl    $16, %ecx
        show    %cx, %ax
        pci     0xb109, 0, 0, 0, 0, 1           # not a word's register
        pci     0xb10a, 0, 0, 0, 0, 2           # nor a double word's
        pci     0xb109, 0x00f8, 0, 0, 0, 0      # nobody there
        show    %cx
        pci     0xb17f
        line

        movb    $0x99, %ah
        call    floppy
        movb    $0x01, %ah
        call    floppy
        movb    $0x00, %ah
        call    floppy
        movb    $0x01, %ah
        call    floppy
        line
        jmp     finish

floppy: xorw    %dx, %dx
        int     $0x13
        carry
        movb    $0, %al
        show    %ax
        ret
