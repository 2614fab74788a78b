        .long   8 / 0
# instead
        .long   8 / 2
