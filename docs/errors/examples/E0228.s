        .section .shared, "a"
        .section .shared, "ax"
# instead
        .section .shared, "a"
        .section .shared
