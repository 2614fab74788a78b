# boot.s -- the boot sector of our laboratories: loads `sectors` sectors behind itself, one at a time, and jumps to `main` in real mode, without interrupts from
# outside and with the A20 line on.

        .code16
        .globl  _start
_start: ljmp    $0, $boot
boot:   cli
        xor     %ax, %ax
        mov     %ax, %ds
        mov     %ax, %ss
        mov     $_start, %sp
        mov     $0x7E0, %ax
        mov     %ax, %es
        mov     $1, %si
read:   mov     %si, %ax
        mov     $18, %bl
        div     %bl                     # AL = track, AH = sector - 1
        mov     %ah, %cl
        inc     %cl
        mov     %al, %dh
        and     $1, %dh
        shr     $1, %al
        mov     %al, %ch
        mov     $0, %dl
        xor     %bx, %bx
        mov     $0x0201, %ax
        int     $0x13
        jc      dead
        mov     %es, %ax
        add     $32, %ax
        mov     %ax, %es
        inc     %si
        cmp     %si, sectors
        ja      read
        cli
        mov     $0xFF, %al
        out     %al, $0x21
        out     %al, $0xA1
        in      $0x92, %al
        or      $2, %al
        and     $0xFE, %al
        out     %al, $0x92
        jmp     main
dead:   hlt
        jmp     dead
        .org    508
sectors: .word  160                     # whoever appends to the image may set it
        .org    510
        .byte   0x55, 0xAA
