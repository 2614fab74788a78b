# An interrupt without a table to look it up in: the chain of faults ends in a shutdown, exit code 3.
#! exit: 3
        .code16
_start: lidt    %cs:0x7C00 + no_table - _start
        int3
        .balign 8
no_table:
        .word   0, 0, 0
        .org    510
        .word   0xAA55
