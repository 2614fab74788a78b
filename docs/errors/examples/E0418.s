        .skip   0x100000000
# instead
        .skip   0x10000
