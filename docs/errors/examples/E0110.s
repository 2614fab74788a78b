        .long   (1 + 2
# instead
        .long   (1 + 2)
