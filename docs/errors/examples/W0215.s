        .section .data, "ax"
        nop
# instead
        .section .code, "ax"
        nop
