#! image
        .pagetables pages, format=legacy
        .map    0x100000000, 0, 4K
        .endpagetables
# instead
        .pagetables pages, format=ia32e
        .map    0x100000000, 0, 4K
        .endpagetables
