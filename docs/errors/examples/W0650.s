#! image
        .gdt    gdt
                .null
tr:             .descriptor tss32, base=task, limit=0x67
        .endgdt
        .tss    task, format=32
                .iopb   allow=0x3F8..0x3FF
        .endtss
# instead
        .gdt    gdt
                .null
tr:             .descriptor tss32, base=task
        .endgdt
        .tss    task, format=32
                .iopb   allow=0x3F8..0x3FF
        .endtss
