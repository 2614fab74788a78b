#! image
        .tss    task, format=32
        ss0 = 0
        esp0 = 0x8000
        .endtss
# instead
        .tss    task, format=32
        ss0 = 0x10
        esp0 = 0x8000
        .endtss
