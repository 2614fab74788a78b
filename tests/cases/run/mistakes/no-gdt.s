# Protected mode without a GDT.
#! not-for-bochs: the explanation is what is looked at
#! exit: 3
#! explained: 11: #GP with error code 0x8
#! explained: which is not in the program
        .include "kernel.inc"
        real_start
        movl    %cr0, %eax
        orb     $1, %al
        movl    %eax, %cr0
        ljmp    $8, $flat
        .code32
flat:   hlt
        tables
