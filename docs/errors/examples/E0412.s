        .byte   callee@GOTPCREL
# instead
        mov     callee@GOTPCREL(%rip), %rax
