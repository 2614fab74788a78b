# A value other than 0 on port 0xF4 is a failure of the guest: exit code 3.
#! exit: 3
#! not-for-bochs: it has no such port
        .code16
_start: mov     $7, %al
        out     %al, $0xF4
        hlt
        .org    510
        .word   0xAA55
