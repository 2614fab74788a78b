# The CD-ROM drive: master on the second ATA channel. Its commands are packets of twelve bytes. Booting follows the El Torito
# specification ("Bootable CD-ROM Format Specification" 1.0): volume descriptor 17 names the boot catalog, whose first entry
# says what to load and which drive the image pretends to be.

find_cdrom:
        pushw   $EBDA_SEGMENT
        popw    %ds
        movb    $0xff, E_CD_DRIVE
        movw    $ATA2+ATA_DEVICE, %dx
        movb    $0xa0, %al
        outb    %al, %dx
        movw    $ATA2+ATA_COMMAND, %dx          # a packet drive refuses IDENTIFY DEVICE and shows its signature
        movb    $0xec, %al
        outb    %al, %dx
        inb     %dx, %al
        testb   %al, %al                        # nothing there reads as zeros, or as ones
        jz      9f
        cmpb    $0xff, %al
        je      9f
        movw    $ATA2, %dx
        callw   ata_wait_data
        jnc     9f
        movw    $ATA2+ATA_LBA_MID, %dx
        inb     %dx, %al
        cmpb    $0x14, %al
        jne     9f
        incw    %dx
        inb     %dx, %al
        cmpb    $0xeb, %al
        jne     9f
        movb    $1, E_HAS_CD
9:      retw

# Reads CX 512-byte pieces from piece EAX (of the disc, not of a sector) to ES:BX. Returns AH: error, CX: pieces not done.
# A sector is read whole through the data port; the pieces that are not wanted are read and forgotten.
cd_read_pieces:
        pushw   %es
        pushw   %si
        pushw   %di
        movw    %bx, %di
1:      jcxz    8f
        movl    %eax, %esi
        andw    $3, %si                         # SI: pieces to skip
        pushl   %eax
        shrl    $2, %eax
        callw   cd_start_read
        movb    %ah, %dl
        popl    %eax
        jc      7f
        movw    $4, %bx                         # BX: pieces of this sector to come
2:      testw   %si, %si
        jnz     3f
        jcxz    3f
        pushw   %cx
        pushw   %ax
        callw   normalize_destination
        popw    %ax
        movw    $ATA2, %dx
        movw    $256, %cx
        rep insw
        popw    %cx
        decw    %cx
        incl    %eax
        jmp     5f
3:      pushw   %cx
        pushw   %ax
        movw    $ATA2, %dx
        movw    $256, %cx
4:      inw     %dx, %ax
        loop    4b
        popw    %ax
        popw    %cx
        testw   %si, %si
        jz      5f
        decw    %si
5:      decw    %bx
        jnz     2b
        pushl   %eax
        movw    $ATA2, %dx
        callw   ata_wait_ready
        popl    %eax
        jmp     1b
7:      movb    %dl, %ah
        jmp     9f
8:      xorb    %ah, %ah
9:      popw    %di
        popw    %si
        popw    %es
        retw

# READ(10) of one sector, EAX. Returns when its data is at the data port. CF and AH: error. A drive reports a disc that is
# new to it by failing once.
cd_start_read:
        pushw   %cx
        pushl   %esi
        movl    %eax, %esi
        movw    $4, %cx
1:      pushw   %cx
        movl    %esi, %eax
        callw   cd_send_read
        jc      2f
        movw    $ATA2, %dx
        callw   ata_wait_data
2:      popw    %cx
        jnc     3f
        loop    1b
        stc
3:      popl    %esi
        popw    %cx
        retw

cd_send_read:
        movl    $0x00000028, E_PACKET
        bswap   %eax
        movl    %eax, E_PACKET+2
        movl    $0x00010000, E_PACKET+6         # one sector, big-endian in bytes 7 and 8
        movw    $0, E_PACKET+10
        movb    $0, E_PACKET+6
        movb    $0, E_PACKET+7
        movb    $1, E_PACKET+8

        movw    $ATA2+ATA_DEVICE, %dx
        movb    $0xa0, %al
        outb    %al, %dx
        movw    $ATA2+ATA_ERROR, %dx            # no DMA
        xorb    %al, %al
        outb    %al, %dx
        movw    $ATA2+ATA_LBA_MID, %dx          # up to 2048 bytes at a time
        xorb    %al, %al
        outb    %al, %dx
        incw    %dx
        movb    $8, %al
        outb    %al, %dx
        movw    $ATA2+ATA_COMMAND, %dx
        movb    $0xa0, %al
        outb    %al, %dx
        movw    $ATA2, %dx
        callw   ata_wait_data
        jc      1f
        pushw   %si
        pushw   %cx
        movw    $E_PACKET, %si
        movw    $6, %cx
        rep outsw
        popw    %cx
        popw    %si
        clc
1:      retw

# INT 13h for the drive that the CD is.
cd_services:
        movzbw  R_AH(%bp), %bx
        movw    $cd_table, %si
        cmpb    $0, E_CD_MEDIA
        je      disk_dispatch
        movw    $cd_emulated_table, %si
        jmp     disk_dispatch

cd_table:
        .byte   0x00
        .word   disk_ok
        .byte   0x01
        .word   disk_status
        .byte   0x15
        .word   cd_type
        .byte   0x41
        .word   extensions_present
        .byte   0x42
        .word   cd_extended_read
        .byte   0x44
        .word   disk_ok
        .byte   0x45
        .word   disk_ok
        .byte   0x46
        .word   disk_ok
        .byte   0x47
        .word   disk_ok
        .byte   0x48
        .word   cd_extended_parameters
        .byte   0x49
        .word   disk_ok
        .byte   0x4b
        .word   cd_emulation_status
        .byte   0xff

cd_emulated_table:
        .byte   0x00
        .word   disk_ok
        .byte   0x01
        .word   disk_status
        .byte   0x02
        .word   cd_emulated_read
        .byte   0x03
        .word   cd_write_protected
        .byte   0x04
        .word   disk_ok
        .byte   0x08
        .word   cd_emulated_parameters
        .byte   0x15
        .word   cd_type
        .byte   0x4b
        .word   cd_emulation_status
        .byte   0xff

cd_write_protected:
        movb    $DISK_WRITE_PROTECTED, %ah
        jmp     disk_end

cd_type:
        movb    $0x03, R_AH(%bp)
        cmpb    $0x80, R_DL(%bp)
        jae     1f
        movb    $0x02, R_AH(%bp)
1:      andb    $~CF, R_FLAGS(%bp)
        jmp     disk_return

# AH=42h: blocks are sectors of 2048 bytes here.
cd_extended_read:
        pushw   %ds
        movw    R_DS(%bp), %ds
        movw    R_SI(%bp), %si
        movl    8(%si), %eax
        movzwl  2(%si), %ecx
        lesw    4(%si), %bx
        popw    %ds
        shll    $2, %eax
        shlw    $2, %cx
        callw   cd_read_pieces
        jmp     disk_end

cd_extended_parameters:
        movw    R_DS(%bp), %ds
        movw    R_SI(%bp), %si
        cmpw    $26, (%si)
        jb      disk_bad_command
        movw    $26, (%si)
        movw    $0x0074, 2(%si)                 # removable, lockable, no geometry
        movl    $-1, %eax
        movl    %eax, 4(%si)
        movl    %eax, 8(%si)
        movl    %eax, 12(%si)
        movl    %eax, 16(%si)
        movl    %eax, 20(%si)
        movw    $2048, 24(%si)
        jmp     disk_ok

# AH=4Bh: DS:SI receives the specification packet of the boot entry; AL=0 also ends the emulation.
cd_emulation_status:
        pushw   %ds
        popw    %es
        movw    R_DS(%bp), %ds
        movw    R_SI(%bp), %di
        pushw   %ds
        pushw   %es
        popw    %ds
        popw    %es
        movw    $E_CD_SPEC, %si
        movw    $0x13, %cx
        rep movsb
        cmpb    $0, R_AL(%bp)
        jne     1f
        movb    $0xff, E_CD_DRIVE
1:      jmp     disk_ok

# AH=02h on the emulated floppy or hard disk: the image is a file of 512-byte sectors from CD sector E_CD_START on.
cd_emulated_read:
        movzbw  E_CD_SPT, %ax                   # lend its geometry to chs_to_block
        movzbw  E_CD_HEADS, %bx
        pushw   E_SPT
        pushw   E_HEADS
        pushw   E_CYLINDERS
        movw    %ax, E_SPT
        movw    %bx, E_HEADS
        movw    E_CD_CYLINDERS, %ax
        movw    %ax, E_CYLINDERS
        callw   chs_to_block
        popw    E_CYLINDERS
        popw    E_HEADS
        popw    E_SPT
        jc      disk_bad_command
        movl    E_CD_START, %edx
        shll    $2, %edx
        addl    %edx, %eax
        movzbw  R_AL(%bp), %cx
        movw    R_ES(%bp), %es
        movw    R_BX(%bp), %bx
        callw   cd_read_pieces
        movb    R_AL(%bp), %al
        subb    %cl, %al
        movb    %al, R_AL(%bp)
        jmp     disk_end

cd_emulated_parameters:
        movw    E_CD_CYLINDERS, %ax
        decw    %ax
        movb    %al, R_CH(%bp)
        shlb    $6, %ah
        orb     E_CD_SPT, %ah
        movb    %ah, R_CL(%bp)
        movb    E_CD_HEADS, %al
        decb    %al
        movb    %al, R_DH(%bp)
        movb    E_FLOPPY_COUNT, %al             # the drives of its kind, itself included
        cmpb    $0x80, E_CD_DRIVE
        jb      1f
        movb    E_DISK_COUNT, %al
1:      incb    %al
        movb    %al, R_DL(%bp)
        movw    $0x0004, R_BX(%bp)
        movb    $0, R_AL(%bp)
        jmp     disk_ok

# Boots from the CD. Returns, with CS:SI a message, when that is not possible. DS: extended data area.
cd_boot:
        movw    $message_no_cd, %si
        cmpb    $0, E_HAS_CD
        je      9f
        xorw    %ax, %ax
        movw    %ax, %es
        movl    $17*4, %eax
        movw    $1, %cx
        movw    $0x7c00, %bx
        callw   cd_read_pieces
        movw    $message_cd_read, %si
        testb   %ah, %ah
        jnz     9f
        movw    $message_cd_not_bootable, %si
        cmpl    $0x30444300, %es:0x7c00         # 0, "CD001", 1, "EL TORITO SPECIFICATION"
        jne     9f
        cmpl    $0x54204c45, %es:0x7c07
        jne     9f
        movl    %es:0x7c47, %eax                # the catalog
        shll    $2, %eax
        movw    $1, %cx
        movw    $0x7c00, %bx
        callw   cd_read_pieces
        movw    $message_cd_read, %si
        testb   %ah, %ah
        jnz     9f
        movw    $message_cd_not_bootable, %si
        cmpw    $0xaa55, %es:0x7c1e             # validation entry
        jne     9f
        cmpb    $0x88, %es:0x7c20               # initial entry: bootable
        jne     9f

        movb    %es:0x7c21, %al
        andb    $0x0f, %al
        movb    %al, E_CD_MEDIA
        movl    %es:0x7c28, %edx
        movl    %edx, E_CD_START
        movw    %es:0x7c22, %di                 # load segment
        testw   %di, %di
        jnz     1f
        movw    $0x07c0, %di
1:      movw    %es:0x7c26, %cx                 # how many 512-byte sectors

        # The specification packet for AH=4Bh.
        movb    $0x13, E_CD_SPEC
        movb    %al, E_CD_SPEC+1
        movb    $0, E_CD_SPEC+3
        movl    %edx, E_CD_SPEC+4
        movw    $0, E_CD_SPEC+8
        movw    $0, E_CD_SPEC+10
        movw    %di, E_CD_SPEC+12
        movw    %cx, E_CD_SPEC+14

        movb    $0xe0, E_CD_DRIVE
        testb   %al, %al
        jz      3f
        movb    $0x00, E_CD_DRIVE
        movb    $2, E_CD_HEADS
        movw    $80, E_CD_CYLINDERS
        movb    $15, E_CD_SPT                   # 1: 1.2M, 2: 1.44M, 3: 2.88M
        cmpb    $1, %al
        je      3f
        movb    $18, E_CD_SPT
        cmpb    $2, %al
        je      3f
        movb    $36, E_CD_SPT
        cmpb    $3, %al
        je      3f
        callw   cd_hard_disk_geometry
        movb    $0x80, E_CD_DRIVE
3:      movb    E_CD_DRIVE, %dl
        movb    %dl, E_CD_SPEC+2

        movl    E_CD_START, %eax
        shll    $2, %eax
        movw    %di, %es
        pushw   %di
        xorw    %bx, %bx
        callw   cd_read_pieces
        popw    %di
        movw    $message_cd_read, %si
        testb   %ah, %ah
        jnz     8f
        movb    E_CD_DRIVE, %dl
        cmpw    $0x07c0, %di
        jne     5f
        xorw    %di, %di                        # as from any disk: 0000:7C00
        movw    $0x7c00, %bx
        jmp     boot_jump
5:      xorw    %bx, %bx
        jmp     boot_jump
8:      movb    $0xff, E_CD_DRIVE
9:      retw

# A hard disk image has its geometry in its partition table: the end of the first partition.
cd_hard_disk_geometry:
        pushw   %cx
        pushw   %di
        movl    E_CD_START, %eax
        shll    $2, %eax
        xorw    %cx, %cx
        movw    %cx, %es
        incw    %cx
        movw    $0x7c00, %bx
        callw   cd_read_pieces
        movb    %es:0x7c00+446+5, %al
        incb    %al
        movb    %al, E_CD_HEADS
        movb    %es:0x7c00+446+6, %al
        movb    %al, %ah
        andb    $0x3f, %al
        movb    %al, E_CD_SPT
        movb    %es:0x7c00+446+7, %al
        shrb    $6, %ah
        incw    %ax
        movw    %ax, E_CD_CYLINDERS
        popw    %di
        popw    %cx
        retw
