#! image
        .gdt    table
        .null
        .long   0
        .endgdt
# instead
        .gdt    table
        .null
        .raw    0
        .endgdt
