#! args: --gnu
        .gdt    table
        .null
        .endgdt
# instead
table:  .quad   0
