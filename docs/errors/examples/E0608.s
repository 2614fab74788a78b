#! image
        .gdt    table
        .null
        .descriptor code32, dpl=4
        .endgdt
# instead
        .gdt    table
        .null
        .descriptor code32, dpl=3
        .endgdt
