        .linkonce discard
# instead
        .section .text.once, "axG", @progbits, once, comdat
