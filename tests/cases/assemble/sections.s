# Sections, subsections, the stack of sections.
        .text
        nop                                     #= 90
        .data
        .byte 1                                 #= 01
        .text 1
        .byte 0x11                              #= 11
        .text 0
        .byte 0x10                              #= 10
        .section .rodata
        .byte 2                                 #= 02
        .section .mine, "aw"
        .byte 3                                 #= 03
        .previous
        .byte 4                                 #= 04
        .pushsection .other, "ax", @progbits
        nop                                     #= 90
        .pushsection .mine
        .byte 5                                 #= 05
        .popsection
        nop                                     #= 90
        .popsection
        .byte 6                                 #= 06
        .subsection 3
        .byte 7                                 #= 07
        .section .strings, "aMS", @progbits, 1
        .asciz "one"                            #= 6f6e6500
        .section .consts, "aM", @progbits, 8
        .quad 8                                 #= 0800000000000000
        .section .init_array, "aw"
        .quad fn                                #= 0000000000000000
        .section .fini_array
        .quad fn                                #= 0000000000000000
        .section .note.own, "a", @note
        .long 0                                 #= 00000000
        .section .text.fn, "axG", @progbits, fn, comdat
        .globl fn
        .weak fn
fn:     ret                                     #= c3
        .section .data.fn, "awG", @progbits, fn, comdat
        .quad fn                                #= 0000000000000000
        .section .order, "ao", @progbits, fn
        .quad 0                                 #= 0000000000000000
        .section .excluded, "e"
        .byte 1                                 #= 01
        .section .retained, "aR"
        .byte 1                                 #= 01
        .section .same, "a", @progbits, unique, 1
        .byte 1                                 #= 01
        .section .same, "a", @progbits, unique, 2
        .byte 2                                 #= 02
        .bss
        .zero 8
        .section .bss.more, "aw", @nobits
        .space 16
        .section .tdata, "awT"
tls:    .long 1                                 #= 01000000
        .section .tbss, "awT", @nobits
        .zero 4
        .section "quoted name", "a"
        .byte 1                                 #= 01
        .section .note.GNU-stack, "", @progbits

# Sections of one name are different ones by their group, number, described symbol and flag R; a type may be quoted, a flag be a number.
        .section shared, "aw", "progbits"
        .byte   1                               #= 01
        .section shared, "awR", @progbits
        .byte   2                               #= 02
        .section shared, "aw", @progbits, unique, 7
        .byte   3                               #= 03
        .section described, "awo", @progbits, first_described
        .byte   4                               #= 04
        .section described, "awo", @progbits, second_described
        .byte   5                               #= 05
        .section numbered, "a128x"
        .byte   6                               #= 06
        .section .noinit
        .space  4
        .text
first_described:
second_described:
        .previous

# What the name says comes beside the flags that are written, unless these are more than the name allows.
        .section .text.cold, "a"
        .section .rodata.text, "MS", @progbits, 1
        .section .data.words, "ax"
        .section .init_array.9, "a", @progbits
        .section .init.text
        .section .fini, ""
        .section .lbss.big, "aw"
        .section .stabstr
        .text
        .reloc  2, R_X86_64_NONE, .data
        .reloc  1, R_X86_64_NONE, .data
        .reloc  0, R_X86_64_NONE, .data

# What the linker may merge has whole entries.
        .section .rodata.cst16, "aM", @progbits, 16
        .byte   1
        .section .wide, "aMS", @progbits, 4
        .short  1
        .section .threes, "aM", @progbits, 12
        .byte   1
