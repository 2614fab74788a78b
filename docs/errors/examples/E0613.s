#! image
        .gdt    table
        .null
        .rept   8192
        .descriptor data32
        .endr
        .endgdt
# instead
        .gdt    table
        .null
        .rept   8191
        .descriptor data32
        .endr
        .endgdt
