#! image
        .section .a, "ax", load=0x8000
        .skip   0x200
        .section .b, "ax", load=0x8100
        nop
# instead
        .section .a, "ax", load=0x8000
        .skip   0x200
        .section .b, "ax", load=0x8200
        nop
