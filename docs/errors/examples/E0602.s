#! image
        .descriptor code32
# instead
        .gdt    table
        .null
        .descriptor code32
        .endgdt
