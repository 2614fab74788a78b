# One MD5 sum is enough for a column of them, zeros where none was given.
        .file   0 "/src" "main.c"
        .file   1 "include" "first.h"
        .file   2 "include" "second.h" md5 0x2855514e5adbd60e9b640cb32155a33f
        .text
        .loc    1 1
        nop                                     #= 90
        .loc    2 7 3
        nop                                     #= 90
