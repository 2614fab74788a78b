#! image
        .tss    task, format=32
        ss0 = 0x10
        ss0 = 0x18
        .endtss
# instead
        .tss    task, format=32
        ss0 = 0x10
        ss1 = 0x19
        .endtss
