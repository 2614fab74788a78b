        .section .names, "aM", @progbits
# instead
        .section .names, "aM", @progbits, 8
