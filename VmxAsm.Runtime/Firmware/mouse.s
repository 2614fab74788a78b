# The mouse: INT 15h AH=C2h, through which drivers find it and ask to be called, and IRQ 12, which collects its packets and calls them.

        .set    E_MOUSE_HANDLER, 0xd0           # far address; 0 none
        .set    E_MOUSE_COUNT, 0xd4             # bytes of the packet that have come
        .set    E_MOUSE_SIZE, 0xd5              # bytes of a packet
        .set    E_MOUSE_PACKET, 0xd8            # (8)

        .set    MOUSE_BAD_FUNCTION, 0x01
        .set    MOUSE_BAD_INPUT, 0x02
        .set    MOUSE_INTERFACE, 0x03
        .set    MOUSE_NO_HANDLER, 0x05

        .set    MOUSE_BYTE, 0x21                # status of the keyboard controller: full, from the mouse

mouse_services:
        pushw   $EBDA_SEGMENT
        popw    %ds
        movzbw  R_AL(%bp), %bx
        movb    $MOUSE_BAD_FUNCTION, %ah
        cmpb    $(mouse_table_end-mouse_table)/2, %bl
        jae     mouse_failed
        addw    %bx, %bx
        movb    R_BH(%bp), %al
        callw   *%cs:mouse_table(%bx)
        jc      mouse_failed
        jmp     system_ok
mouse_failed:
        movb    %ah, R_AH(%bp)
        jmp     system_failed

# Each gets BH in AL, and returns CF with an error number in AH.
mouse_table:
        .word   mouse_enable, mouse_reset, mouse_rate, mouse_resolution, mouse_type, mouse_initialize, mouse_state, mouse_handler
mouse_table_end:

mouse_enable:                                   # AL=00h: BH 1 on, 0 off
        cmpb    $1, %al
        ja      mouse_bad_input
        jb      1f
        movb    $MOUSE_NO_HANDLER, %ah
        cmpl    $0, E_MOUSE_HANDLER
        stc
        je      2f
        movb    $0x60, %al                      # translate to set 1, interrupts of keyboard and mouse
        callw   keyboard_command
        callw   keyboard_wait_writable
        movb    $0x47, %al
        outb    %al, $KEYBOARD_DATA
        movb    $0xf4, %al
        jmp     mouse_send
1:      movb    $0xf5, %al
        jmp     mouse_send
2:      retw

mouse_initialize:                               # AL=05h: BH bytes of a packet
        cmpb    $1, %al
        jb      mouse_bad_input
        cmpb    $8, %al
        ja      mouse_bad_input
        movb    %al, E_MOUSE_SIZE
        movb    $0, E_MOUSE_COUNT
mouse_reset:                                    # AL=01h: BL AAh, BH its type
        movb    $0xff, %al
        callw   mouse_send
        jc      1f
        callw   mouse_answer
        jc      1f
        movb    %al, R_BL(%bp)
        callw   mouse_answer
        movb    %al, R_BH(%bp)
1:      retw

mouse_rate:                                     # AL=02h: BH 0 to 6: packets a second
        cmpb    $6, %al
        ja      mouse_bad_input
        movzbw  %al, %bx
        movb    %cs:mouse_rates(%bx), %bh
        movb    $0xf3, %al
        jmp     mouse_send_two
mouse_resolution:                               # AL=03h: BH 0 to 3: 1, 2, 4, 8 counts a millimetre
        cmpb    $3, %al
        ja      mouse_bad_input
        movb    %al, %bh
        movb    $0xe8, %al
mouse_send_two:
        callw   mouse_send
        jc      1f
        movb    %bh, %al
        jmp     mouse_send
1:      retw
mouse_rates:
        .byte   10, 20, 40, 60, 80, 100, 200

mouse_type:                                     # AL=04h
        movb    $0xf2, %al
        callw   mouse_send
        jc      1f
        callw   mouse_answer
        movb    %al, R_BH(%bp)
1:      retw

mouse_state:                                    # AL=06h: BH 0: BL status, CL resolution, DL rate; 1 scaling 1:1, 2 scaling 2:1
        cmpb    $2, %al
        ja      mouse_bad_input
        addb    $0xe5, %al
        cmpb    $0xe5, %al
        jne     mouse_send
        movb    $0xe9, %al
        callw   mouse_send
        jc      1f
        callw   mouse_answer
        jc      1f
        movb    %al, R_BL(%bp)
        callw   mouse_answer
        jc      1f
        movb    $0, R_CH(%bp)
        movb    %al, R_CL(%bp)
        callw   mouse_answer
        movb    $0, R_DH(%bp)
        movb    %al, R_DL(%bp)
1:      retw

mouse_handler:                                  # AL=07h: ES:BX is called with each packet: status, X, Y and 0 on the stack
        movw    R_BX(%bp), %ax
        movw    %ax, E_MOUSE_HANDLER
        movw    R_ES(%bp), %ax
        movw    %ax, E_MOUSE_HANDLER+2
        movb    $0, E_MOUSE_COUNT
        clc
        retw

mouse_bad_input:
        movb    $MOUSE_BAD_INPUT, %ah
        stc
        retw

# AL to the mouse, and its acknowledgement. The interrupt of the answer comes afterwards and finds nothing.
mouse_send:
        pushw   %ax
        movb    $0xd4, %al
        callw   keyboard_command
        callw   keyboard_wait_writable
        popw    %ax
        cli
        outb    %al, $KEYBOARD_DATA
        callw   mouse_answer
        jc      1f
        cmpb    $0xfa, %al
        je      1f
        movb    $MOUSE_INTERFACE, %ah
        stc
1:      retw

# Returns AL. What the keyboard has to say in the meantime is put aside. CF and AH: nothing came.
mouse_answer:
        pushw   %cx
        xorw    %cx, %cx
1:      inb     $KEYBOARD_STATUS, %al
        andb    $MOUSE_BYTE, %al
        cmpb    $MOUSE_BYTE, %al
        je      3f
        testb   $0x01, %al
        jz      2f
        sti                                     # IRQ 1 takes it
        nop
        cli
2:      loop    1b
        movb    $MOUSE_INTERFACE, %ah
        popw    %cx
        stc
        retw
3:      inb     $KEYBOARD_DATA, %al
        popw    %cx
        clc
        retw

# IRQ 12.
int74:
        pushal
        pushw   %ds
        pushw   %es
        cld
        pushw   $EBDA_SEGMENT
        popw    %ds
        inb     $KEYBOARD_STATUS, %al
        andb    $MOUSE_BYTE, %al
        cmpb    $MOUSE_BYTE, %al
        jne     2f
        inb     $KEYBOARD_DATA, %al
        movzbw  E_MOUSE_COUNT, %bx
        andw    $7, %bx
        movb    %al, E_MOUSE_PACKET(%bx)
        incb    %bl
        movb    %bl, E_MOUSE_COUNT
        cmpb    E_MOUSE_SIZE, %bl
        jb      2f
        movb    $0, E_MOUSE_COUNT
        cmpl    $0, E_MOUSE_HANDLER
        je      2f
        movzbw  E_MOUSE_PACKET, %ax
        pushw   %ax
        movzbw  E_MOUSE_PACKET+1, %ax
        pushw   %ax
        movzbw  E_MOUSE_PACKET+2, %ax
        pushw   %ax
        pushw   $0
        lcallw  *E_MOUSE_HANDLER
        addw    $8, %sp
2:      cli
        movb    $0x20, %al
        outb    %al, $PIC2
        outb    %al, $PIC1
        popw    %es
        popw    %ds
        popal
        iretw
