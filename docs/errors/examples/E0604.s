#! image
        .tss    task, format=32
        sss0 = 0x10
        .endtss
# instead
        .tss    task, format=32
        ss0 = 0x10
        .endtss
