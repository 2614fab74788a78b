#! image
        .pagetables pages, format=ept
        .map    0, 0, 2M, write
        .endpagetables
# instead
        .pagetables pages, format=ept
        .map    0, 0, 2M, read | write
        .endpagetables
