# INT 19h starts the boot over; INT 18h says that there is nothing to boot.
#! not-for-bochs: its BIOS boots again instead
#! exit: 2
#! serial: first
#! serial: again
        .include "../show.inc"
start:  begin
        cmpw    $0x1234, 0x4f0
        je      again
        movw    $0x1234, 0x4f0
        say     "first\n"
        int     $0x19
again:  say     "again\n"
        int     $0x18
        say     "back\n"
