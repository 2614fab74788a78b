#! image
        .pagetables pages, format=pse
                .map    0, 0, 4M, writable | user
        .endpagetables
# instead
        .pagetables pages, format=pse
                .map    0, 0, 4M, present | writable | user
        .endpagetables
