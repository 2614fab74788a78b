        .skip   -4
# instead
        .skip   4
