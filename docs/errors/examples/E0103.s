        .long   1 +
# instead
        .long   1 + 2
