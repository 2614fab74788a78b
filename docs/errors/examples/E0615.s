#! image
        .pagetables pages, format=legacy
        .map    0, 0, end - start
        .endpagetables
start:  jmp     end
end:
# instead
        .pagetables pages, format=legacy
        .map    0, 0, 64K
        .endpagetables
