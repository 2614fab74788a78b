# A source with a .debug_info of its own gets a line table without lines, for the files that it names.
        .file   1 "first.c"
        .text
        nop                                     #= 90
        .section .debug_info, "", @progbits
        .long   0                               #= 00000000
