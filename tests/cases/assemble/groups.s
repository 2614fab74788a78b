# What a section's name implies is not added to the flags of a member of a group, and to those of a section that follows another one.
        .section .data.rel.ro.one, "aG", @progbits, group, comdat
        .byte   1                               #= 01
        .section .text.two, "aG", @progbits, group, comdat
        .byte   2                               #= 02
        .section .init_array.3, "aG", @init_array, group, comdat
        .quad   3
        .section .tbss.four, "aG", @nobits, group, comdat
        .zero   1
        .section .data.five, "a?", @progbits
        .byte   5                               #= 05
        .section .data.six, "ao", @progbits, .data.rel.ro.one
        .byte   6                               #= 06
        .section .rodata.seven, "G", @progbits, other
        .byte   7                               #= 07
