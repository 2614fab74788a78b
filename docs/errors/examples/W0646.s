#! image
        .code16
wait:   cli
        xor     %ax, %ax
1:      hlt
        cmpb    $0, key_pressed
        je      1b
        ret
key_pressed: .byte 0
# instead
        .code16
wait:   xor     %ax, %ax
1:      cli
        cmpb    $0, key_pressed
        jne     2f
        sti                             # lets interrupts in after the next instruction
        hlt
        jmp     1b
2:      ret
key_pressed: .byte 0
