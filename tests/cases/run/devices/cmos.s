# MC146818: time in its formats, periodic, alarm and update flags, and which bits of its registers can be written.
#! not-for-bochs: minutes do not carry into hours
#! serial:  0080 0026 0002 0080 00a5
#! serial:  0000 0229
#! serial:  002d 000d 0012
#! serial:  0000 0050 0000 00a0
        .include "../show.inc"
        .macro  read number
        movb    $\number, %al
        outb    %al, $0x70
        inb     $0x71, %al
        xorb    %ah, %ah
        .endm
        .macro  write number, value
        movb    $\number, %al
        outb    %al, $0x70
        movb    $\value, %al
        outb    %al, $0x71
        .endm
start:  begin
        cli
        read    0x0d                            # valid RAM
        show    %ax
        read    0x0a
        andb    $0x7f, %al
        show    %ax
        read    0x0b
        show    %ax
        write   0x0d, 0x00                      # read only
        read    0x0d
        show    %ax
        write   0x30, 0xa5
        read    0x30
        show    %ax
        line

        write   0x0b, 0x82                      # SET: the clock stands
        write   0x00, 0x58
        write   0x02, 0x59
        write   0x04, 0x23
        write   0x06, 0x01
        write   0x07, 0x28
        write   0x08, 0x02
        write   0x09, 0x04
        write   0x32, 0x20
        write   0x0b, 0x02                      # it goes
        call    second
        call    second
        call    second
        read    0x02
        movb    %al, %bl
        read    0x04
        movb    %al, %ah
        movb    %bl, %al
        show    %ax                             # 00:00
        read    0x07
        movb    %al, %bl
        read    0x08
        movb    %al, %ah
        movb    %bl, %al
        show    %ax                             # 29 February of a leap year
        line

        write   0x0b, 0x86                      # binary
        write   0x00, 10
        write   0x02, 45
        write   0x04, 13
        write   0x0b, 0x06
        call    second
        read    0x02
        show    %ax
        read    0x04
        show    %ax
        write   0x0b, 0x80                      # BCD with 12 hours: 11 pm
        write   0x00, 0x59
        write   0x02, 0x59
        write   0x04, 0x91
        write   0x0b, 0x00
        call    second
        call    second
        read    0x04
        show    %ax
        line

        write   0x0b, 0x02
        read    0x0c
        read    0x0c                            # reading cleared it
        show    %ax
        write   0x0a, 0x2f                      # periodic, twice a second: the flag comes without interrupts being enabled
        call    second
        call    second
        read    0x0c
        andb    $0x50, %al
        show    %ax
        read    0x0c
        andb    $0x80, %al
        show    %ax
        write   0x0b, 0x82                      # alarm: whenever the seconds are 30
        write   0x00, 0x28
        write   0x01, 0x30
        write   0x03, 0xff
        write   0x05, 0xff
        write   0x0b, 0x22
        read    0x0c
        call    second
        call    second
        call    second
        read    0x0c
        andb    $0xa0, %al
        show    %ax
        write   0x0b, 0x02
        write   0x0a, 0x26
        line
        jmp     finish

# until the seconds change
second: read    0x00
        movb    %al, %bl
1:      sti                                     # a tick of the timer later
        hlt
        cli
        read    0x00
        cmpb    %bl, %al
        je      1b
        ret
