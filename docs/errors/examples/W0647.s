#! image
        .tss    task, format=32
                esp0 = 0x7C00
        .endtss
# instead
        .tss    task, format=32
                ss0  = data
                esp0 = 0x7C00
        .endtss
        .gdt    gdt
                .null
data:           .descriptor data32
        .endgdt
