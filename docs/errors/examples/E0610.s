#! image
        .pagetables pages, format=legacy
        .map    0, 0, 64K
        .map    0x8000, 0x100000, 4K
        .endpagetables
# instead
        .pagetables pages, format=legacy
        .map    0, 0, 64K
        .map    0x10000, 0x100000, 4K
        .endpagetables
