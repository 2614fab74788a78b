#! image
        .gdt    table
        .descriptor code32
        .endgdt
# instead
        .gdt    table
        .null
        .descriptor code32
        .endgdt
