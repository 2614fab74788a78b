# Floppy drives A: and B: through the 82077 controller and DMA channel 2. The controller is polled: its main status register tells
# when it wants a byte and when it has one. IRQ 6 comes too, and sets the bit in the data area that programs of their own look at.

        .set    FDC_DOR, 0x3f2
        .set    FDC_STATUS, 0x3f4
        .set    FDC_DATA, 0x3f5
        .set    FDC_RATE, 0x3f7

        .set    FDC_READ, 0xe6                  # MT, MFM, SK
        .set    FDC_WRITE, 0xc5                 # MT, MFM
        .set    FDC_FORMAT, 0x4d

int0e:
        pushw   %ax
        pushw   %ds
        pushw   $BDA
        popw    %ds
        orb     $0x80, BDA_FLOPPY_CALIBRATED
        movb    $0x20, %al
        outb    %al, $PIC1
        popw    %ds
        popw    %ax
        iretw

# The CMOS knows what drives A: and B: are: 2 for 1.2M, 4 for 1.44M, 5 for 2.88M.
find_floppies:
        pushw   $EBDA_SEGMENT
        popw    %ds
        movb    $0x10, %al
        callw   read_cmos
        pushw   %ax
        shrb    $4, %al
        movw    $E_FLOPPIES, %di
        callw   find_floppy
        popw    %ax
        andb    $15, %al
        movw    $E_FLOPPIES+2, %di
find_floppy:
        testb   %al, %al
        jz      2f
        movw    $80*256+18, %bx
        cmpb    $2, %al
        jne     1f
        movb    $15, %bl
1:      cmpb    $5, %al
        jne     1f
        movb    $36, %bl
1:      cmpb    $1, %al
        jne     1f
        movw    $40*256+9, %bx
1:      cmpb    $3, %al
        jne     1f
        movb    $9, %bl
1:      movw    %bx, (%di)
        pushw   $BDA
        popw    %es
        movzbw  E_FLOPPY_COUNT, %bx
        movb    $0x07, %es:BDA_FLOPPY_MEDIA(%bx)
        shlb    $6, %bl                         # bits 7-6 count the drives but one
        orb     $0x01, %bl
        orb     %bl, %es:BDA_EQUIPMENT
        incb    E_FLOPPY_COUNT
2:      retw

# BX: the drive.
floppy_services:
        movb    %bl, E_FLOPPY_UNIT
        addw    %bx, %bx
        movw    E_FLOPPIES(%bx), %ax
        movw    %ax, E_FLOPPY_SPT
        testw   %ax, %ax
        jz      disk_no_drive
        movzbw  R_AH(%bp), %bx
        movw    $floppy_table, %si
        jmp     disk_dispatch

floppy_table:
        .byte   0x00
        .word   floppy_reset
        .byte   0x01
        .word   floppy_status
        .byte   0x02
        .word   floppy_read
        .byte   0x03
        .word   floppy_write
        .byte   0x04
        .word   floppy_verify
        .byte   0x05
        .word   floppy_format
        .byte   0x08
        .word   floppy_get_parameters
        .byte   0x15
        .word   floppy_type
        .byte   0x16
        .word   disk_ok
        .byte   0x17
        .word   disk_ok
        .byte   0x18
        .word   floppy_set_media
        .byte   0xff

floppy_status:
        pushw   $BDA
        popw    %ds
        movb    BDA_FLOPPY_STATUS, %ah
        jmp     disk_end

floppy_reset:
        callw   floppy_reset_controller
        jmp     disk_end

floppy_type:                                    # AH=15h: a floppy, and no use is made of its change line, as in Bochs
        movb    $0x01, R_AH(%bp)
        andb    $~CF, R_FLAGS(%bp)
        jmp     disk_return

# AH=08h: BL drive type, CH and CL the last track and sector, DH the last head, DL drives, ES:DI the parameter table.
floppy_get_parameters:
        movb    $0x10, %al
        callw   read_cmos
        cmpb    $0, E_FLOPPY_UNIT
        jne     1f
        shrb    $4, %al
1:      andw    $15, %ax
        movw    %ax, R_BX(%bp)
        movb    E_FLOPPY_TRACKS, %ah
        decb    %ah
        movb    E_FLOPPY_SPT, %al
        movw    %ax, R_CX(%bp)
        movb    $1, R_DH(%bp)
        movb    E_FLOPPY_COUNT, %al
        movb    %al, R_DL(%bp)
        movw    $floppy_parameters, R_DI(%bp)
        movw    %cs, R_ES(%bp)
        movw    $0, R_AX(%bp)
        jmp     disk_ok

floppy_set_media:                               # AH=18h: the table for what was asked
        movw    $floppy_parameters, R_DI(%bp)
        movw    %cs, R_ES(%bp)
        jmp     disk_ok

# The sector must exist; then AH=04h is content, because a floppy in a file has no bad sectors.
floppy_verify:
        callw   floppy_check
        jc      disk_bad_command
        xorb    %ah, %ah
        jmp     disk_end

# CF: the request makes no sense.
floppy_check:
        movb    R_CL(%bp), %al
        testb   %al, %al
        jz      1f
        cmpb    E_FLOPPY_SPT, %al
        ja      1f
        cmpb    $1, R_DH(%bp)
        ja      1f
        cmpb    $0, R_AL(%bp)
        je      1f
        cmpb    $72, R_AL(%bp)
        ja      1f
        clc
        retw
1:      stc
        retw

floppy_read:
        movw    $FDC_READ*256+0x46, %di         # DMA mode: single, to memory, channel 2
        jmp     floppy_transfer
floppy_write:
        movw    $FDC_WRITE*256+0x4a, %di

# One command for each track: the sectors of a request may go on on the other head and on the next cylinder.
floppy_transfer:
        callw   floppy_check
        jc      floppy_bad
        movb    R_CH(%bp), %al
        cmpb    E_FLOPPY_TRACKS, %al
        jae     floppy_not_found

        # DMA cannot cross a 64 KiB boundary.
        movzwl  R_ES(%bp), %eax
        shll    $4, %eax
        movzwl  R_BX(%bp), %ebx
        addl    %eax, %ebx                      # EBX: physical address
        movzbl  R_AL(%bp), %ecx
        shll    $9, %ecx
        leal    -1(%ebx,%ecx), %eax
        xorl    %ebx, %eax
        testl   $0xffff0000, %eax
        movb    $DISK_DMA_BOUNDARY, %ah
        jnz     floppy_failed

        callw   floppy_motor_on
        movb    R_AL(%bp), %cl                  # CL: sectors left
        movb    R_CL(%bp), %ch                  # CH: sector
        movb    R_CH(%bp), %dh                  # DH: track
        movb    R_DH(%bp), %dl                  # DL: head
1:      movb    E_FLOPPY_SPT, %al
        incb    %al
        subb    %ch, %al                        # to the end of the track
        cmpb    %cl, %al
        jbe     2f
        movb    %cl, %al
2:      cmpb    E_FLOPPY_TRACKS, %dh
        jae     floppy_partly
        callw   floppy_track                    # AL sectors
        testb   %ah, %ah
        jnz     floppy_error
        subb    %al, %cl
        jz      3f
        movb    $1, %ch
        xorb    $1, %dl
        jnz     1b
        incb    %dh
        jmp     1b
3:      xorb    %ah, %ah
        jmp     disk_end

floppy_partly:
        movb    $DISK_NOT_FOUND, %ah
floppy_error:
        movb    R_AL(%bp), %al
        subb    %cl, %al
        movb    %al, R_AL(%bp)
        jmp     disk_end
floppy_bad:
        movb    $DISK_BAD_COMMAND, %ah
        jmp     floppy_failed
floppy_not_found:
        movb    $DISK_NOT_FOUND, %ah
floppy_failed:
        movb    $0, R_AL(%bp)
        jmp     disk_end

# AL sectors from sector CH of track DH, head DL; EBX: physical address, moved on; DI: command and DMA mode. Returns AH: error.
floppy_track:
        pushw   %cx
        pushw   %ax
        callw   floppy_seek
        jc      3f
        popw    %ax
        pushw   %ax

        # DMA: mask, clear the flip-flop, mode, address, page, count - 1, unmask.
        pushw   %dx
        movzbl  %al, %ecx
        shll    $9, %ecx
        movb    $0x06, %al
        outb    %al, $0x0a
        outb    %al, $0x0c
        movw    %di, %ax
        outb    %al, $0x0b
        movl    %ebx, %eax
        outb    %al, $0x04
        movb    %ah, %al
        outb    %al, $0x04
        shrl    $16, %eax
        outb    %al, $0x81
        addl    %ecx, %ebx
        movw    %cx, %ax
        decw    %ax
        outb    %al, $0x05
        movb    %ah, %al
        outb    %al, $0x05
        movb    $0x02, %al
        outb    %al, $0x0a
        popw    %dx

        popw    %cx                             # CL: sectors
        popw    %ax                             # AH: first sector
        pushw   %ax
        pushw   %cx
        movb    %ah, %ch
        movw    %di, %ax
        movb    %ah, %al                        # the command
        callw   fdc_send
        callw   fdc_send_unit                   # head and drive
        movb    %dh, %al
        callw   fdc_send                        # cylinder
        movb    %dl, %al
        callw   fdc_send                        # head
        movb    %ch, %al
        callw   fdc_send                        # sector
        movb    $2, %al
        callw   fdc_send                        # 512 bytes
        movb    %ch, %al
        addb    %cl, %al
        decb    %al
        callw   fdc_send                        # the last sector
        movb    $0x1b, %al
        callw   fdc_send                        # gap
        movb    $0xff, %al
        callw   fdc_send                        # data length
        jc      3f
        callw   fdc_results
        jc      3f
        testb   $0xc0, %al                      # ST0: ended normally?
        jz      2f
        movb    $DISK_WRITE_PROTECTED, %al
        testb   $0x02, %ah                      # ST1
        jnz     1f
        movb    $DISK_NOT_FOUND, %al
        testb   $0x04, %ah
        jnz     1f
        movb    $DISK_CONTROLLER, %al
1:      popw    %cx
        movb    %al, %ah
        movb    %cl, %al
        popw    %cx
        retw
2:      popw    %ax
        xorb    %ah, %ah
        popw    %cx
        retw
3:      popw    %ax
        movb    $DISK_TIMEOUT, %ah
        popw    %cx
        retw

# The motor on, DMA and interrupts on, 500 kbit/s (or 1 Mbit/s for 2.88M); a controller in reset is taken out of it.
floppy_motor_on:
        pushaw
        pushw   %ds
        movb    E_FLOPPY_SPT, %bl
        callw   floppy_drive
        pushw   $BDA
        popw    %ds
        movb    $0xff, BDA_FLOPPY_TIMEOUT
        orb     %ah, BDA_FLOPPY_MOTOR
        testb   %ah, BDA_FLOPPY_CALIBRATED
        popw    %ds
        pushw   %ds
        jnz     1f
        callw   floppy_reset_controller
1:      callw   floppy_drive
        orb     $0x0c, %al
        movw    $FDC_DOR, %dx
        outb    %al, %dx
        movw    $FDC_RATE, %dx
        xorb    %al, %al
        cmpb    $36, %bl
        jne     2f
        movb    $3, %al
2:      outb    %al, %dx
        pushw   $BDA
        popw    %ds
        movb    $37, BDA_FLOPPY_TIMEOUT
        popw    %ds
        popaw
        retw

# AL: motor and number of the drive, as the digital output register has them; AH: its bit in the data area.
floppy_drive:
        pushw   %cx
        movb    E_FLOPPY_UNIT, %cl
        movb    $0x10, %al
        shlb    %cl, %al
        movb    %al, %ah
        shrb    $4, %ah
        orb     %cl, %al
        popw    %cx
        retw

# Reset, the four status changes that follow it, SPECIFY, and the head back to track 0. Returns AH: error.
floppy_reset_controller:
        pushw   %dx
        pushw   %cx
        callw   floppy_drive
        movw    $FDC_DOR, %dx
        orb     $0x08, %al
        outb    %al, %dx
        orb     $0x0c, %al
        outb    %al, %dx
        movw    $4, %cx
1:      callw   fdc_sense_interrupt
        jc      2f
        loop    1b
        movb    $0x03, %al                      # SPECIFY: step rate, head times, DMA
        callw   fdc_send
        movb    $0xaf, %al
        callw   fdc_send
        movb    $0x02, %al
        callw   fdc_send
        jc      2f
        movb    $0x07, %al                      # RECALIBRATE
        callw   fdc_send
        movb    E_FLOPPY_UNIT, %al
        callw   fdc_send
        jc      2f
        callw   fdc_sense_interrupt
        jc      2f
        callw   floppy_drive
        pushw   %ds
        pushw   $BDA
        popw    %ds
        orb     %ah, BDA_FLOPPY_CALIBRATED
        popw    %ds
        xorb    %ah, %ah
        jmp     3f
2:      movb    $DISK_TIMEOUT, %ah
3:      popw    %cx
        popw    %dx
        retw

# DH: track, DL: head. CF: the drive does not answer.
floppy_seek:
        movb    $0x0f, %al
        callw   fdc_send
        callw   fdc_send_unit
        movb    %dh, %al
        callw   fdc_send
        jc      1f
        callw   fdc_sense_interrupt
1:      retw

# SENSE INTERRUPT STATUS, again until there is a cause. CF: there is none for too long.
fdc_sense_interrupt:
        pushw   %cx
        movw    $0x2000, %cx
1:      movb    $0x08, %al
        callw   fdc_send
        jc      2f
        callw   fdc_results
        jc      2f
        cmpb    $0x80, %al                      # invalid command: nothing to report yet
        jne     3f
        loop    1b
2:      stc
        popw    %cx
        retw
3:      clc
        popw    %cx
        retw

# The byte of a command that names head DL and drive.
fdc_send_unit:
        movb    %dl, %al
        shlb    $2, %al
        orb     E_FLOPPY_UNIT, %al

# AL to the controller when it is ready. CF: it never was; and stays set over the following bytes, which go nowhere.
fdc_send:
        pushw   %cx
        pushw   %dx
        pushw   %ax
        movw    $FDC_STATUS, %dx
        xorw    %cx, %cx
1:      inb     %dx, %al
        andb    $0xc0, %al
        cmpb    $0x80, %al
        je      2f
        loop    1b
        popw    %ax
        stc
        jmp     3f
2:      popw    %ax
        incw    %dx
        outb    %al, %dx
        clc
3:      popw    %dx
        popw    %cx
        retw

# Reads up to seven result bytes into the data area. Returns AL = ST0, AH = ST1. CF: none came.
fdc_results:
        pushw   %bx
        pushw   %cx
        pushw   %dx
        pushw   %ds
        pushw   $BDA
        popw    %ds
        movw    $FDC_STATUS, %dx
        xorw    %bx, %bx
1:      xorw    %cx, %cx
2:      inb     %dx, %al
        movb    %al, %ah
        andb    $0xc0, %al
        cmpb    $0xc0, %al
        je      3f
        cmpb    $0x80, %al                      # ready for a command: no more results
        je      4f
        loop    2b
        stc
        jmp     5f
3:      incw    %dx
        inb     %dx, %al
        decw    %dx
        movb    %al, BDA_FLOPPY_RESULT(%bx)
        incw    %bx
        cmpw    $7, %bx
        jb      1b
4:      movw    BDA_FLOPPY_RESULT, %ax
        clc
5:      popw    %ds
        popw    %dx
        popw    %cx
        popw    %bx
        retw

# AH=05h: AL sectors a track, ES:BX four bytes for each: track, head, sector, size code.
floppy_format:
        callw   floppy_motor_on
        movzwl  R_ES(%bp), %eax
        shll    $4, %eax
        movzwl  R_BX(%bp), %ebx
        addl    %eax, %ebx
        movb    R_CH(%bp), %dh
        movb    R_DH(%bp), %dl
        callw   floppy_seek
        jc      1f
        movb    $0x06, %al
        outb    %al, $0x0a
        outb    %al, $0x0c
        movb    $0x4a, %al
        outb    %al, $0x0b
        movl    %ebx, %eax
        outb    %al, $0x04
        movb    %ah, %al
        outb    %al, $0x04
        shrl    $16, %eax
        outb    %al, $0x81
        movzbw  R_AL(%bp), %ax
        shlw    $2, %ax
        decw    %ax
        outb    %al, $0x05
        movb    %ah, %al
        outb    %al, $0x05
        movb    $0x02, %al
        outb    %al, $0x0a
        movb    $FDC_FORMAT, %al
        callw   fdc_send
        callw   fdc_send_unit
        movb    $2, %al
        callw   fdc_send
        movb    R_AL(%bp), %al
        callw   fdc_send
        movb    $0x6c, %al
        callw   fdc_send
        movb    $0xf6, %al
        callw   fdc_send
        jc      1f
        callw   fdc_results
        jc      1f
        xorb    %ah, %ah
        jmp     disk_end
1:      movb    $DISK_TIMEOUT, %ah
        jmp     disk_end
