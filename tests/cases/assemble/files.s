# Each .file is a name in the symbol table.
        .file   "first.c"
        .file   "second.c"
place:  nop                                     #= 90
