        .double one
# instead
        .double 1.0
