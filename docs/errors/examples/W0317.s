        movw    $0x12345, %ax
# instead
        movl    $0x12345, %eax
