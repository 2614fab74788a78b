# ATA disk by PIO, without interrupts: signature, identification, reading and writing by LBA and CHS, several sectors, errors, 48 bits.
#! args: --format disk
#! serial:  0040 0001 0001 0001 0000 0000
#! serial:  0048 0040 0200 0400 0040
#! serial:  0040 0048 1357 0048 0040 00ca
#! serial:  0048 aa55 0041 0001
#! serial:  0041 0041 0004 0040 0048 1357 0040
#! serial:  0048 1357 0040 0001 0040 0000
        .include "../show.inc"
        .macro  reg number, value
        movw    $0x1f0 + \number, %dx
        movb    $\value, %al
        outb    %al, %dx
        .endm
        .macro  get number
        movw    $0x1f0 + \number, %dx
        inb     %dx, %al
        xorb    %ah, %ah
        .endm
        .macro  command value
        reg     7, \value
        call    wait_ready
        .endm
        .macro  status
        xorb    %ah, %ah
        andb    $0xe9, %al
        show    %ax
        .endm
start:  begin
        cli
        movw    $0x3f6, %dx                     # soft reset, no interrupts
        movb    $6, %al
        outb    %al, %dx
        call    short
        movb    $2, %al
        movw    $0x3f6, %dx
        outb    %al, %dx
        call    short
        call    wait_ready
        status
        get     1
        show    %ax
        get     2
        show    %ax
        get     3
        show    %ax
        get     4
        show    %ax
        get     5
        show    %ax
        line

        reg     6, 0xa0
        command 0xec                            # IDENTIFY DEVICE
        status
        call    read_sector
        movw    buffer, %ax
        andw    $0x8040, %ax
        show    %ax
        movw    buffer + 2 * 49, %ax
        andw    $0x0200, %ax                    # LBA
        show    %ax
        movw    buffer + 2 * 83, %ax
        andw    $0x0400, %ax                    # 48 bits
        show    %ax
        get     7
        status
        line

        movw    $0x1357, buffer
        reg     6, 0xe0
        reg     2, 1
        reg     3, 200
        reg     4, 0
        reg     5, 0
        reg     7, 0x30                         # WRITE SECTOR, LBA 200
        call    wait_request
        call    write_sector
        call    wait_ready
        status
        movw    $0, buffer
        reg     2, 2                            # READ SECTORS: two
        reg     3, 200
        command 0x20
        status
        call    read_sector
        show    buffer
        call    short
        get     2
        call    wait_ready
        status
        call    read_sector
        call    wait_ready
        status
        get     3                               # it names the last sector
        show    %ax
        line

        reg     6, 0xa0                         # CHS: cylinder 0, head 0, sector 1
        reg     2, 1
        reg     3, 1
        reg     4, 0
        reg     5, 0
        command 0x20
        status
        call    read_sector
        show    buffer + 510
        reg     2, 1
        reg     3, 0                            # there is no sector 0
        command 0x20
        status
        get     1
        andb    $0x14, %al
        testb   %al, %al
        setnz   %al
        show    %ax
        line

        reg     6, 0xef                         # behind the end
        reg     2, 1
        reg     3, 0xff
        reg     4, 0xff
        reg     5, 0xff
        command 0x20
        status
        reg     6, 0xe0
        command 0xff                            # no command
        status
        get     1
        show    %ax
        reg     2, 4                            # SET MULTIPLE, READ MULTIPLE
        command 0xc6
        status
        reg     2, 4
        reg     3, 198
        reg     4, 0
        reg     5, 0
        command 0xc4
        status
        call    read_sector
        call    read_sector
        call    read_sector
        show    buffer
        call    read_sector
        call    wait_ready
        status
        line

        movw    $0x1f2, %dx                     # READ SECTORS EXT
        movb    $0, %al
        outb    %al, %dx
        movb    $1, %al
        outb    %al, %dx
        movw    $0x1f3, %dx
        movb    $0, %al
        outb    %al, %dx
        movb    $200, %al
        outb    %al, %dx
        movw    $0x1f4, %dx
        movb    $0, %al
        outb    %al, %dx
        outb    %al, %dx
        movw    $0x1f5, %dx
        outb    %al, %dx
        outb    %al, %dx
        command 0x24
        status
        call    read_sector
        show    buffer
        command 0x90                            # EXECUTE DEVICE DIAGNOSTIC
        status
        get     1
        show    %ax
        command 0xe7                            # FLUSH CACHE
        status
        reg     6, 0xb0                         # no second drive
        call    short
        get     7
        status
        reg     6, 0xa0
        line
        jmp     finish

short:  pushw   %cx
        pushw   %ax
        movw    $400, %cx
1:      inb     $0x61, %al
        loop    1b
        popw    %ax
        popw    %cx
        ret
# Not busy; the status in AL.
wait_ready:
        call    short
        movw    $0x1f7, %dx
1:      inb     %dx, %al
        testb   $0x80, %al
        jnz     1b
        ret
wait_request:
        call    wait_ready
        testb   $8, %al
        jz      wait_request
        ret
read_sector:
        movw    $buffer, %di
        movw    $0x1f0, %dx
        movw    $256, %cx
        rep insw
        jmp     short
write_sector:
        movw    $buffer, %si
        movw    $0x1f0, %dx
        movw    $256, %cx
        rep outsw
        ret
        .bss
        .balign 2
buffer: .space  512
