# The boot sector of these programs: loads SECTORS sectors behind itself, unless they are there already, as when a test puts the image into memory; sets
# the serial port to eight bits, masks the interrupts from outside and opens the A20 gate; and jumps to `main` in real mode.
# A program ends with `marker: .long 0x12345678`, padded to a sector, and with SECTORS.
        .code16
        .globl  _start
_start: cli
        xor     %ax, %ax
        mov     %ax, %ds
        mov     %ax, %es
        mov     %ax, %ss
        mov     $0x7C00, %sp
        mov     $0x7E0, %ax             # the rest of the image, by sectors of a floppy
        mov     %ax, %es
        mov     $2, %cx
        xor     %dx, %dx
        mov     $SECTORS, %bp
1:      xor     %bx, %bx
        mov     $0x0201, %ax
        cmpl    $0x12345678, marker
        je      2f
        int     $0x13
        jc      1b
2:      mov     %es, %ax
        add     $0x20, %ax
        mov     %ax, %es
        inc     %cx
        cmp     $19, %cl
        jne     3f
        mov     $1, %cl
        xor     $1, %dh
        jnz     3f
        inc     %ch
3:      dec     %bp
        jnz     1b
        cli
        mov     $0x3FB, %dx
        mov     $3, %al
        out     %al, %dx
        in      $0x92, %al
        or      $2, %al
        out     %al, $0x92
        mov     $0xFF, %al
        out     %al, $0x21
        out     %al, $0xA1
        jmp     main
        .org    510
        .word   0xAA55
