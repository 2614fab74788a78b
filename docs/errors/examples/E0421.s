        .data
counter: .quad 0
        .text
        mov     counter@TPOFF, %rax
# instead
        .section .tdata, "awT", @progbits
counter: .quad 0
        .text
        mov     %fs:counter@TPOFF, %rax
