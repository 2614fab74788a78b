#! image
        .gdt    table
        .null
        .descriptor tss32, base=task, limit=0x68
        .endgdt
task:   .skip   0x66
        .word   0x68                    # where the bitmap starts
        .byte   0                       # the bitmap: ports 0 to 7
# instead
        .gdt    table
        .null
        .descriptor tss32, base=task, limit=0x69
        .endgdt
task:   .skip   0x66
        .word   0x68                    # where the bitmap starts
        .byte   0                       # the bitmap: ports 0 to 7
        .byte   0xFF                    # and its end
