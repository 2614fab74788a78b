        mov     0x123456789(%rax), %rcx
# instead
        movabs  $0x123456789, %rcx
        mov     (%rax,%rcx), %rcx
