        movabs  $0x10000000000000000, %rax
# instead
        .octa   0x10000000000000000
