# Debugging information as it was before DWARF, and common symbols beyond the first 2 GiB.
        nop
        .stabs  "stabs.s", 0x64, 0, 0, .Ltext
.Ltext: nop
        .stabs  "int:t1=r1;-128;127;", 128, 0, 0, 0
        .stabn  68, 0, 4, here - 1
here:   nop
        .stabd  68, 0, 6
        .data
        .stabd  68, 0, 9
        .stabn  192, 0, 0, .
        .xstabs ".index", "elsewhere", 1, 2, 3, here
        .largecomm large, 64, 8
        .local  hidden
        .largecomm hidden, 8, 4
        .long   large
