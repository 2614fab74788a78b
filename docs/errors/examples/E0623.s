#! image
        .gdt    table
        .null
        .descriptor code32, base=[rax]
        .endgdt
# instead
        .gdt    table
        .null
        .descriptor code32, base=0x10000
        .endgdt
