# INT 15h: what did not fit elsewhere. Unknown functions return with CF and AH=86h.

int15:
        SAVE
        movb    R_AH(%bp), %bl
        movw    $system_table, %si
1:      movb    %cs:(%si), %al
        cmpb    %bl, %al
        je      2f
        addw    $3, %si
        cmpb    $0xff, %al
        jne     1b
        jmp     system_unknown
2:      jmpw    *%cs:1(%si)

system_table:
        .byte   0x24
        .word   system_a20
        .byte   0x41
        .word   system_unknown
        .byte   0x4f
        .word   system_unchanged                # keyboard intercept: nothing to change
        .byte   0x53
        .word   system_power
        .byte   0x83
        .word   system_event_wait
        .byte   0x86
        .word   system_wait
        .byte   0x87
        .word   memory_move
        .byte   0x88
        .word   memory_extended
        .byte   0x89
        .word   memory_protected_mode
        .byte   0x90
        .word   system_ok                       # device busy, interrupt complete: hooks for a system
        .byte   0x91
        .word   system_ok
        .byte   0xc0
        .word   system_get_configuration
        .byte   0xc1
        .word   system_get_ebda
        .byte   0xc2
        .word   mouse_services
        .byte   0xe8
        .word   memory_maps
        .byte   0xff
        .word   system_unknown

system_unknown:
        movb    $0x86, R_AH(%bp)
system_failed:
        orb     $CF, R_FLAGS(%bp)
        RESTORE_AND_IRET
system_ok:
        movb    $0x00, R_AH(%bp)
system_done:
        andb    $~CF, R_FLAGS(%bp)
        RESTORE_AND_IRET
system_unchanged:
        orb     $CF, R_FLAGS(%bp)
        RESTORE_AND_IRET

# AH=24h: AL=0 close, 1 open, 2 ask, 3 what is supported: both the keyboard controller and port 92h.
system_a20:
        movb    R_AL(%bp), %al
        cmpb    $3, %al
        ja      system_unknown
        je      2f
        cmpb    $2, %al
        je      1f
        addb    %al, %al
        movb    %al, %ah
        inb     $0x92, %al
        andb    $0xfc, %al
        orb     %ah, %al
        outb    %al, $0x92
        jmp     system_ok
1:      inb     $0x92, %al
        shrb    $1, %al
        andb    $1, %al
        movb    %al, R_AL(%bp)
        jmp     system_ok
2:      movw    $0x0003, R_BX(%bp)
        jmp     system_ok

# AH=53h: advanced power management, as much as a program needs to switch the machine off.
system_power:
        movb    R_AL(%bp), %al
        cmpb    $0x00, %al
        je      1f
        cmpb    $0x07, %al
        je      2f
        cmpb    $0x0e, %al
        je      3f
        cmpb    $0x01, %al
        je      system_ok
        cmpb    $0x04, %al
        je      system_ok
        cmpb    $0x08, %al
        je      system_ok
        cmpb    $0x0d, %al
        je      system_ok
        cmpb    $0x0f, %al
        je      system_ok
        movb    $0x09, R_AH(%bp)
        jmp     system_failed
1:      movw    $0x504d, R_BX(%bp)              # "PM", version 1.2
        movw    $0x0003, R_CX(%bp)
        movw    $0x0102, R_AX(%bp)
        jmp     system_done
2:      cmpw    $0x0003, R_CX(%bp)              # state 3 is off
        jne     system_ok
        movw    $ACPI_CONTROL, %dx
        movw    $0x2000, %ax
        outw    %ax, %dx
        jmp     system_ok
3:      movw    $0x0102, R_AX(%bp)
        jmp     system_done

# AH=83h: after CX:DX microseconds bit 7 of the byte ES:BX is set.
system_event_wait:
        pushw   $BDA
        popw    %ds
        cmpb    $1, R_AL(%bp)
        je      2f
        testb   $1, BDA_WAIT_ACTIVE
        jnz     system_unknown
        movb    $1, BDA_WAIT_ACTIVE
        movw    R_BX(%bp), %ax
        movw    %ax, BDA_WAIT_POINTER
        movw    R_ES(%bp), %ax
        movw    %ax, BDA_WAIT_POINTER+2
        movw    R_DX(%bp), %ax
        movw    %ax, BDA_WAIT_COUNT
        movw    R_CX(%bp), %ax
        movw    %ax, BDA_WAIT_COUNT+2
        inb     $PIC2+1, %al
        andb    $0xfe, %al
        outb    %al, $PIC2+1
        callw   start_periodic_interrupt
        jmp     system_ok
2:      movb    $0, BDA_WAIT_ACTIVE
        callw   stop_periodic_interrupt
        jmp     system_ok

# AH=86h: waits CX:DX microseconds: bit 4 of port 61h turns over every 15 of them.
system_wait:
        sti
        movw    R_CX(%bp), %ax
        shll    $16, %eax
        movw    R_DX(%bp), %ax
        xorl    %edx, %edx
        movl    $15, %ecx
        divl    %ecx
        movl    %eax, %ecx
        incl    %ecx
        inb     $0x61, %al
        andb    $0x10, %al
        movb    %al, %ah
        movw    $MACHINE_REFRESH_PORT, %dx
1:      outb    %al, %dx                        # to the next of them at once
        inb     $0x61, %al
        andb    $0x10, %al
        cmpb    %al, %ah
        je      1b
        movb    %al, %ah
        decl    %ecx
        jnz     1b
        jmp     system_ok

system_get_configuration:
        movw    $system_configuration, R_BX(%bp)
        movw    %cs, R_ES(%bp)
        jmp     system_ok

system_get_ebda:
        movw    $EBDA_SEGMENT, R_ES(%bp)
        jmp     system_done
