# INT 16h: status and reading, old and enhanced, shift flags, stuffing, extended keys.
#! not-for-bochs: nobody types there
#! args: --keys aB\e
#! serial:  0001 0000 3b00 3b00 1e61 3042 011b 0000 0000 0000
        .include "../show.inc"
start:  begin
        movb    $1, %ah                         # nothing yet
        int     $0x16
        setz    %al
        xorb    %ah, %ah
        show    %ax
        movb    $5, %ah                         # stuffed: F1
        movw    $0x3b00, %cx
        int     $0x16
        xorb    %ah, %ah
        show    %ax
        movb    $1, %ah
        int     $0x16
        show    %ax
        movb    $0, %ah
        int     $0x16
        show    %ax
        movb    $0, %ah
        int     $0x16
        show    %ax
        movb    $0x10, %ah
        int     $0x16
        show    %ax
        movb    $0x11, %ah
1:      movb    $0x11, %ah
        int     $0x16
        jz      1b
        movb    $0x10, %ah
        int     $0x16
        show    %ax
        movb    $2, %ah
        int     $0x16
        xorb    %ah, %ah
        show    %ax
        movb    $0x12, %ah
        int     $0x16
        show    %ax
        movb    $5, %ah                         # an enhanced key, which the old functions do not see
        movw    $0x8500, %cx
        int     $0x16
        movb    $1, %ah
        int     $0x16
        setz    %al
        xorb    %ah, %ah
        show    %ax
        line
        jmp     finish
