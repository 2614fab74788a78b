#! image
        .pagetables pages, format=ia32e
        .map    0, 0, 1G, page=1G
        .endpagetables
# instead
        .pagetables pages, format=ia32e
        .map    0, 0, 1G, page=2M
        .endpagetables
