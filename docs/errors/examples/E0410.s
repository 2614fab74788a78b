        .skip   16
        .org    8
# instead
        .skip   16
        .org    32
