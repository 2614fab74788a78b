#! image
        .gdt    table
        .null
# instead
        .gdt    table
        .null
        .endgdt
