# INT 14h: serial ports. DX picks one of the four in the data area.

        .set    COM1, 0x3f8

# Ports that keep the interrupt enable bits written to them exist. COM1 is left at 9600 baud, 8 data bits, no parity.
initialize_serial:
        pushw   $BDA
        popw    %ds
        movw    $COM1+1, %dx
        xorb    %al, %al
        outb    %al, %dx
        movw    $COM1+2, %dx
        inb     %dx, %al
        testb   $0x30, %al
        jnz     1f
        movw    $COM1, BDA_COM
        orw     $0x0200, BDA_EQUIPMENT          # one serial port
1:      retw

# AH=0: AL baud, parity, stop and data bits. 1: send AL. 2: receive. 3: status.
int14:
        sti
        SAVE
        pushw   $BDA
        popw    %ds
        movw    R_DX(%bp), %bx
        cmpw    $3, %bx
        ja      serial_done
        addw    %bx, %bx
        movw    BDA_COM(%bx), %dx
        testw   %dx, %dx
        jz      serial_done
        movb    R_AH(%bp), %ah
        cmpb    $0, %ah
        je      serial_set
        cmpb    $1, %ah
        je      serial_send
        cmpb    $2, %ah
        je      serial_receive
        cmpb    $3, %ah
        je      serial_status
serial_done:
        RESTORE_AND_IRET

serial_set:
        pushw   %dx
        addw    $3, %dx
        movb    $0x83, %al
        outb    %al, %dx
        popw    %dx
        movzbw  R_AL(%bp), %bx
        shrw    $5, %bx
        addw    %bx, %bx
        movw    %cs:serial_divisors(%bx), %ax
        outb    %al, %dx
        incw    %dx
        movb    %ah, %al
        outb    %al, %dx
        addw    $2, %dx
        movb    R_AL(%bp), %al
        andb    $0x1f, %al
        outb    %al, %dx
        subw    $2, %dx
        xorb    %al, %al
        outb    %al, %dx
        decw    %dx

serial_status:
        addw    $5, %dx
        inb     %dx, %al
        movb    %al, R_AH(%bp)
        incw    %dx
        inb     %dx, %al
        movb    %al, R_AL(%bp)
        jmp     serial_done

serial_send:
        addw    $4, %dx
        movb    $0x0b, %al                      # DTR, RTS, OUT2
        outb    %al, %dx
        incw    %dx
        xorw    %cx, %cx
1:      inb     %dx, %al
        movb    %al, %ah
        testb   $0x20, %al
        jnz     2f
        loop    1b
        orb     $0x80, %ah                      # time-out
        jmp     3f
2:      subw    $5, %dx
        movb    R_AL(%bp), %al
        outb    %al, %dx
        andb    $0x7f, %ah
3:      movb    %ah, R_AH(%bp)
        jmp     serial_done

serial_receive:
        addw    $5, %dx
        xorw    %cx, %cx
1:      inb     %dx, %al
        testb   $0x01, %al
        jnz     2f
        loop    1b
        orb     $0x80, %al
        movb    %al, R_AH(%bp)
        jmp     serial_done
2:      andb    $0x1e, %al
        movb    %al, R_AH(%bp)
        subw    $5, %dx
        inb     %dx, %al
        movb    %al, R_AL(%bp)
        jmp     serial_done

serial_divisors:
        .word   1047, 768, 384, 192, 96, 48, 24, 12
