# The hard disks: master and slave on the first ATA channel, through the data port (PIO), polled.

        .set    ATA, 0x1f0
        .set    ATA2, 0x170
        .set    ATA_DATA, 0
        .set    ATA_ERROR, 1
        .set    ATA_COUNT, 2
        .set    ATA_LBA_LOW, 3
        .set    ATA_LBA_MID, 4
        .set    ATA_LBA_HIGH, 5
        .set    ATA_DEVICE, 6
        .set    ATA_STATUS, 7
        .set    ATA_COMMAND, 7
        .set    ATA_CONTROL, 0x206

        .set    ATA_BUSY, 0x80
        .set    ATA_READY, 0x40
        .set    ATA_REQUEST, 0x08
        .set    ATA_FAILED, 0x01

int76:                                          # IRQ 14: the disk is done
        pushw   %ax
        pushw   %dx
        pushw   %ds
        pushw   $BDA
        popw    %ds
        movb    $0xff, 0x8e
        movw    $ATA+ATA_STATUS, %dx
        inb     %dx, %al
        movb    $0x20, %al
        outb    %al, $PIC2
        outb    %al, $PIC1
        popw    %ds
        popw    %dx
        popw    %ax
        iretw

# IDENTIFY DEVICE, and from its answer the size and a geometry that fits the 1024 cylinders of INT 13h: heads are doubled, cylinders
# halved, until it does.
find_disks:
        pushw   $EBDA_SEGMENT
        popw    %ds
        pushw   %ds
        popw    %es
        movb    $0xe0, E_DEVICE
        callw   find_disk
        movb    $0xf0, E_DEVICE
find_disk:
        movw    $ATA+ATA_DEVICE, %dx
        movb    E_DEVICE, %al
        outb    %al, %dx
        movw    $ATA+ATA_COUNT, %dx             # a register that keeps what is written is a drive
        movb    $0x55, %al
        outb    %al, %dx
        inb     %dx, %al
        cmpb    $0x55, %al
        jne     9f
        movw    $ATA+ATA_COMMAND, %dx
        movb    $0xec, %al
        outb    %al, %dx
        movw    $ATA, %dx
        callw   ata_wait_data
        jc      9f

        # Words 1, 3, 6: geometry; 60: sectors; 83 and 100: sectors of 48-bit drives.
        xorw    %si, %si
        movw    $ATA, %dx
1:      inw     %dx, %ax
        cmpw    $1, %si
        jne     2f
        movw    %ax, E_CYLINDERS
2:      cmpw    $3, %si
        jne     2f
        movw    %ax, E_HEADS
2:      cmpw    $6, %si
        jne     2f
        movw    %ax, E_SPT
2:      cmpw    $60, %si
        jne     2f
        movw    %ax, E_SECTORS
2:      cmpw    $61, %si
        jne     2f
        movw    %ax, E_SECTORS+2
2:      cmpw    $83, %si
        jne     2f
        movw    %ax, %bx
2:      testw   $0x0400, %bx
        jz      3f
        cmpw    $100, %si
        jb      3f
        cmpw    $103, %si
        ja      3f
        movw    %si, %di
        addw    %di, %di
        movw    %ax, E_SECTORS-200(%di)
3:      incw    %si
        cmpw    $256, %si
        jb      1b

        movl    E_SECTORS, %eax                 # cylinders from the size: 16,383 is as far as the word goes
        movzwl  E_HEADS, %ecx
        movzwl  E_SPT, %edx
        imull   %edx, %ecx
        xorl    %edx, %edx
        divl    %ecx
4:      cmpl    $1024, %eax
        jbe     5f
        shrl    $1, %eax
        shlw    $1, E_HEADS
        cmpw    $128, E_HEADS
        jbe     4b
        movw    $255, E_HEADS
        movl    E_SECTORS, %eax
        xorl    %edx, %edx
        movl    $255*63, %ecx
        divl    %ecx
        cmpl    $1024, %eax
        jbe     5f
        movl    $1024, %eax
5:      testl   %eax, %eax
        jnz     6f
        incl    %eax
6:      movw    %ax, E_CYLINDERS
        movzbw  E_DISK_COUNT, %bx
        incb    E_DISK_COUNT
        pushw   %ds
        pushw   $BDA
        popw    %ds
        incb    BDA_DISK_COUNT
        popw    %ds
        shlw    $4, %bx
        leaw    E_DISKS(%bx), %di
        movw    $E_DISK, %si
        movw    $8, %cx
        rep movsw

        # The parameter table that programs of old find through vector 41h or 46h.
        leaw    E_DISK_TABLES(%bx), %di
        movw    E_CYLINDERS, %ax
        movw    %ax, (%di)
        movw    %ax, 12(%di)                    # landing zone
        movb    E_HEADS, %al
        movb    %al, 2(%di)
        movw    $0xffff, 5(%di)                 # no write precompensation
        cmpb    $9, %al
        cmc
        sbbb    %al, %al
        andb    $0x08, %al                      # more than eight heads
        orb     $0xc0, %al                      # no retries
        movb    %al, 8(%di)
        movb    E_SPT, %al
        movb    %al, 14(%di)
        shrw    $4, %bx
        imulw   $(0x46-0x41)*4, %bx
        pushw   %es
        pushw   $0
        popw    %es
        movw    %di, %es:0x41*4(%bx)
        movw    %ds, %es:0x41*4+2(%bx)
        popw    %es
9:      retw

# CX sectors from block EDX:EAX to ES:BX. Returns AH: error, CX: sectors not done.
ata_read_sectors:
        pushw   %di
        pushw   %si
        callw   ata_start
        movb    $0x24, %al
        jz      1f
        movb    $0x20, %al
1:      callw   ata_command
        movw    %bx, %di
2:      movw    $ATA, %dx
        callw   ata_wait_data
        jc      3f
        pushw   %cx
        callw   normalize_destination
        movw    $256, %cx
        rep insw
        popw    %cx
        loop    2b
        xorb    %ah, %ah
3:      popw    %si
        popw    %di
        retw

ata_write_sectors:
        pushw   %di
        pushw   %si
        callw   ata_start
        movb    $0x34, %al
        jz      1f
        movb    $0x30, %al
1:      callw   ata_command
        movw    %bx, %di
2:      movw    $ATA, %dx
        callw   ata_wait_data
        jc      3f
        pushw   %cx
        callw   normalize_destination
        movw    %di, %si
        movw    $256, %cx
        rep outsw %es:(%si), %dx
        movw    %si, %di
        popw    %cx
        loop    2b
        movw    $ATA, %dx
        callw   ata_wait_ready
        jc      3f
        xorb    %ah, %ah
3:      popw    %si
        popw    %di
        retw

# A buffer may begin near the end of its segment; what it may not do is wrap to its beginning.
normalize_destination:
        pushw   %ax
        pushw   %bx
        movw    %di, %ax
        shrw    $4, %ax
        movw    %es, %bx
        addw    %ax, %bx
        jc      1f
        movw    %bx, %es
        andw    $15, %di
1:      popw    %bx
        popw    %ax
        retw

# Sends device, count CX and block EDX:EAX; ZF: as a 48-bit address, because it is beyond 28 bits. Changes SI and DI.
ata_start:
        pushl   %eax
        pushl   %edx
        pushw   %bx
        pushw   %ds
        pushw   $EBDA_SEGMENT
        popw    %ds
        movzbw  E_DEVICE, %di
        popw    %ds
        movl    %eax, %esi
        testl   %edx, %edx
        jnz     1f
        movzwl  %cx, %ebx
        addl    %eax, %ebx
        cmpl    $0x10000000, %ebx
        jbe     2f

1:      movl    %edx, %ebx
        movw    $ATA+ATA_DEVICE, %dx
        movw    %di, %ax
        outb    %al, %dx
        movw    $ATA+ATA_COUNT, %dx             # high bytes first
        movb    %ch, %al
        outb    %al, %dx
        incw    %dx
        movl    %esi, %eax
        shrl    $24, %eax
        outb    %al, %dx
        incw    %dx
        movb    %bl, %al
        outb    %al, %dx
        incw    %dx
        movb    %bh, %al
        outb    %al, %dx
        callw   ata_low_address
        cmpb    %al, %al
        jmp     3f

2:      movl    %esi, %eax
        shrl    $24, %eax
        orw     %di, %ax
        movw    $ATA+ATA_DEVICE, %dx
        outb    %al, %dx
        callw   ata_low_address
        testw   %dx, %dx                        # clears ZF
3:      popw    %bx
        popl    %edx
        popl    %eax
        retw

ata_low_address:
        movw    $ATA+ATA_COUNT, %dx
        movb    %cl, %al
        outb    %al, %dx
        incw    %dx
        movl    %esi, %eax
        outb    %al, %dx
        incw    %dx
        movb    %ah, %al
        outb    %al, %dx
        incw    %dx
        shrl    $16, %eax
        outb    %al, %dx
        retw

ata_command:
        movw    $ATA+ATA_COMMAND, %dx
        outb    %al, %dx
        retw

# DX: first port of a channel. Waits until it has or wants data. CF with an INT 13h error in AH: it does not.
ata_wait_data:
        pushw   %cx
        pushw   %dx
        addw    $ATA_STATUS, %dx
        movl    $0x100000, %ecx
1:      inb     %dx, %al
        testb   $ATA_BUSY, %al
        jnz     2f
        testb   $ATA_FAILED, %al
        jnz     ata_failed
        testb   $ATA_REQUEST, %al
        jnz     3f
2:      decl    %ecx
        jnz     1b
        movb    $DISK_TIMEOUT, %ah
        stc
3:      popw    %dx
        popw    %cx
        retw
ata_failed:
        movb    $DISK_NOT_FOUND, %ah
        stc
        popw    %dx
        popw    %cx
        retw

# The same until the command has ended.
ata_wait_ready:
        pushw   %cx
        pushw   %dx
        addw    $ATA_STATUS, %dx
        movl    $0x100000, %ecx
1:      inb     %dx, %al
        testb   $ATA_BUSY, %al
        jnz     2f
        testb   $ATA_FAILED, %al
        jnz     ata_failed
        clc
        jmp     3f
2:      decl    %ecx
        jnz     1b
        movb    $DISK_TIMEOUT, %ah
        stc
3:      popw    %dx
        popw    %cx
        retw
