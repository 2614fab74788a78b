#! image
        .pagetables pages, format=pse
        .map    0, 0x1000, 4M, present, page=4M
        .endpagetables
# instead
        .pagetables pages, format=pse
        .map    0, 0x400000, 4M, present, page=4M
        .endpagetables
