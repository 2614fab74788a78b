# Time: the 18.2 Hz tick, the real-time clock, INT 1Ah.

        .set    TICKS_PER_DAY, 0x1800b0

# IRQ 0.
int08:
        pushal
        pushw   %ds
        pushw   $BDA
        popw    %ds
        movl    BDA_TICKS, %eax
        incl    %eax
        cmpl    $TICKS_PER_DAY, %eax
        jb      1f
        xorl    %eax, %eax
        incb    BDA_MIDNIGHT
1:      movl    %eax, BDA_TICKS

        cmpb    $0, BDA_FLOPPY_TIMEOUT          # the motor runs on for two seconds after the last access
        je      2f
        decb    BDA_FLOPPY_TIMEOUT
        jnz     2f
        andb    $0xf0, BDA_FLOPPY_MOTOR
        movw    $0x3f2, %dx
        movb    $0x0c, %al
        outb    %al, %dx
2:      popw    %ds
        int     $0x1c                           # the user's tick
        cli
        movb    $0x20, %al
        outb    %al, $PIC1
        popal
        iretw

# IRQ 8: the real-time clock. A periodic interrupt counts down an INT 15h wait, an alarm calls INT 4Ah.
int70:
        pushal
        pushw   %ds
        pushw   $BDA
        popw    %ds
        movb    $0x0c, %al
        callw   read_cmos
        movb    %al, %bl
        testb   $0x20, %bl
        jz      1f
        sti
        int     $0x4a
        cli
1:      testb   $0x40, %bl
        jz      2f
        testb   $1, BDA_WAIT_ACTIVE
        jz      2f
        subl    $976, BDA_WAIT_COUNT            # a period at 1024 Hz, in microseconds
        ja      2f
        pushw   %es
        lesw    BDA_WAIT_POINTER, %di
        orb     $0x80, %es:(%di)
        popw    %es
        movb    $0, BDA_WAIT_ACTIVE
        callw   stop_periodic_interrupt
2:      movb    $0x20, %al
        outb    %al, $PIC2
        outb    %al, $PIC1
        popw    %ds
        popal
        iretw

start_periodic_interrupt:
        movw    $0x400b, %bx
        jmp     1f
stop_periodic_interrupt:
        movw    $0x000b, %bx
1:      movb    %bl, %al
        callw   read_cmos
        andb    $0xbf, %al
        orb     %bh, %al
        movb    %al, %ah
        movb    %bl, %al

# AL: register, AH: value.
write_cmos:
        outb    %al, $CMOS
        xchgb   %al, %ah
        outb    %al, $CMOS+1
        xchgb   %al, %ah
        retw

# AL: register. Returns its value in AL.
read_cmos:
        outb    %al, $CMOS
        inb     $CMOS+1, %al
        retw

# AL: register of a BCD pair. Returns binary in EAX.
read_cmos_decimal:
        callw   read_cmos
        movb    %al, %ah
        shrb    $4, %ah
        andb    $0x0f, %al
        aad
        movzbl  %al, %eax
        retw

# ticks = seconds of the day * 1193182 / 65536
set_ticks_from_clock:
        movb    $0x04, %al
        callw   read_cmos_decimal
        imull   $3600, %eax, %ebx
        movb    $0x02, %al
        callw   read_cmos_decimal
        imull   $60, %eax
        addl    %eax, %ebx
        movb    $0x00, %al
        callw   read_cmos_decimal
        addl    %ebx, %eax
        movl    $1193182, %ecx
        mull    %ecx
        shrdl   $16, %edx, %eax
        movl    %eax, BDA_TICKS
        retw

# INT 1Ah. AH: 0 and 1 the tick count, 2 to 5 the clock's time and date, 6 and 7 the alarm, B1h the PCI BIOS.
int1a:
        SAVE
        pushw   $BDA
        popw    %ds
        movzbw  R_AH(%bp), %bx
        cmpb    $0xb1, %bl
        je      pci_services
        andb    $~CF, R_FLAGS(%bp)
        cmpb    $8, %bl
        jae     time_failed
        movb    $0, R_AH(%bp)
        addw    %bx, %bx
        jmpw    *%cs:time_services(%bx)

time_services:
        .word   time_get_ticks, time_set_ticks, time_get, time_set, time_get_date, time_set_date, time_set_alarm, time_stop_alarm

time_failed:
        orb     $CF, R_FLAGS(%bp)
time_done:
        RESTORE_AND_IRET

time_get_ticks:                                 # CX:DX the count, AL midnights since the last call
        movl    BDA_TICKS, %eax
        movw    %ax, R_DX(%bp)
        shrl    $16, %eax
        movw    %ax, R_CX(%bp)
        movb    BDA_MIDNIGHT, %al
        movb    $0, BDA_MIDNIGHT
        movb    %al, R_AL(%bp)
        jmp     time_done

time_set_ticks:
        movw    R_DX(%bp), %ax
        movw    %ax, BDA_TICKS
        movw    R_CX(%bp), %ax
        movw    %ax, BDA_TICKS+2
        movb    $0, BDA_MIDNIGHT
        jmp     time_done

# The registers must not be read while the clock updates them.
wait_for_clock:
        movb    $0x0a, %al
        callw   read_cmos
        testb   $0x80, %al
        jnz     wait_for_clock
        retw

time_get:                                       # CH hours, CL minutes, DH seconds, DL daylight saving
        callw   wait_for_clock
        movb    $0x04, %al
        callw   read_cmos
        movb    %al, R_CH(%bp)
        movb    $0x02, %al
        callw   read_cmos
        movb    %al, R_CL(%bp)
        movb    $0x00, %al
        callw   read_cmos
        movb    %al, R_DH(%bp)
        movb    $0x0b, %al
        callw   read_cmos
        andb    $1, %al
        movb    %al, R_DL(%bp)
        jmp     time_done

time_set:
        callw   wait_for_clock
        movb    R_CH(%bp), %ah
        movb    $0x04, %al
        callw   write_cmos
        movb    R_CL(%bp), %ah
        movb    $0x02, %al
        callw   write_cmos
        movb    R_DH(%bp), %ah
        movb    $0x00, %al
        callw   write_cmos
        jmp     time_done

time_get_date:                                  # CH century, CL year, DH month, DL day
        callw   wait_for_clock
        movb    $0x32, %al
        callw   read_cmos
        movb    %al, R_CH(%bp)
        movb    $0x09, %al
        callw   read_cmos
        movb    %al, R_CL(%bp)
        movb    $0x08, %al
        callw   read_cmos
        movb    %al, R_DH(%bp)
        movb    $0x07, %al
        callw   read_cmos
        movb    %al, R_DL(%bp)
        jmp     time_done

time_set_date:
        callw   wait_for_clock
        movb    R_CH(%bp), %ah
        movb    $0x32, %al
        callw   write_cmos
        movb    R_CL(%bp), %ah
        movb    $0x09, %al
        callw   write_cmos
        movb    R_DH(%bp), %ah
        movb    $0x08, %al
        callw   write_cmos
        movb    R_DL(%bp), %ah
        movb    $0x07, %al
        callw   write_cmos
        jmp     time_done

time_set_alarm:                                 # CH hours, CL minutes, DH seconds; INT 4Ah comes then
        movb    $0x0b, %al
        callw   read_cmos
        testb   $0x20, %al
        jnz     time_failed
        movb    R_CH(%bp), %ah
        movb    $0x05, %al
        callw   write_cmos
        movb    R_CL(%bp), %ah
        movb    $0x03, %al
        callw   write_cmos
        movb    R_DH(%bp), %ah
        movb    $0x01, %al
        callw   write_cmos
        inb     $PIC2+1, %al
        andb    $0xfe, %al
        outb    %al, $PIC2+1
        movb    $0x0b, %al
        callw   read_cmos
        orb     $0x20, %al
        jmp     1f
time_stop_alarm:
        movb    $0x0b, %al
        callw   read_cmos
        andb    $0xdf, %al
1:      movb    %al, %ah
        movb    $0x0b, %al
        callw   write_cmos
        jmp     time_done
