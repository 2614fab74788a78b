        .section .text.cold, "axy"
# instead
        .section .text.cold, "ax"
