#! image
        .gdt    table
        .null
        .descriptor code32
        .endgdt
        .idt    vectors, format=32
        .gate   DE, handler, selector=0x10
        .endidt
handler: hlt
# instead
        .gdt    table
        .null
        .descriptor code32
        .endgdt
        .idt    vectors, format=32
        .gate   DE, handler, selector=8
        .endidt
handler: hlt
