#! image
        .gdt    table
        .null
        .descriptor ldt
        .endgdt
# instead
        .gdt    table
        .null
        .descriptor ldt, base=local, limit=local.limit
        .endgdt
        .ldt    local
        .descriptor data32
        .endldt
