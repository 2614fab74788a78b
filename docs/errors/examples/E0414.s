        .bss
        .long   1
# instead
        .data
        .long   1
