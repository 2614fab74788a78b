# A program that never ends is stopped by the limit: exit code 4.
#! args: --max-instructions 100000
#! exit: 4
#! not-for-bochs: it has no limit
        .code16
_start: jmp     _start
        .org    510
        .word   0xAA55
