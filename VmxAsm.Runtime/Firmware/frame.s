# How an interrupt service enters and leaves.
#
# SAVE puts all registers on the stack and points BP at them, so that a service reads its arguments and writes its
# results in one place, and works with the registers as it likes. The caller's IP, CS and flags lie above.

        .set    R_EDI, 0
        .set    R_DI, 0
        .set    R_ESI, 4
        .set    R_SI, 4
        .set    R_BP, 8
        .set    R_EBX, 16
        .set    R_BX, 16
        .set    R_BL, 16
        .set    R_BH, 17
        .set    R_EDX, 20
        .set    R_DX, 20
        .set    R_DL, 20
        .set    R_DH, 21
        .set    R_ECX, 24
        .set    R_CX, 24
        .set    R_CL, 24
        .set    R_CH, 25
        .set    R_EAX, 28
        .set    R_AX, 28
        .set    R_AL, 28
        .set    R_AH, 29
        .set    R_ES, 32
        .set    R_DS, 34
        .set    R_IP, 36
        .set    R_CS, 38
        .set    R_FLAGS, 40

        .set    CF, 0x0001
        .set    ZF, 0x0040
        .set    IF, 0x0200

        .macro  SAVE
        pushw   %ds
        pushw   %es
        pushal
        movw    %sp, %bp
        cld
        .endm

        .macro  RESTORE_AND_IRET
        popal
        popw    %es
        popw    %ds
        iretw
        .endm

# The BIOS data area, segment 0x40 (IBM PC/AT Technical Reference, "ROM BIOS Data Areas").

        .set    BDA, 0x40
        .set    BDA_COM, 0x00                   # four port numbers
        .set    BDA_LPT, 0x08                   # three port numbers
        .set    BDA_EBDA, 0x0e                  # segment of the extended data area
        .set    BDA_EQUIPMENT, 0x10
        .set    BDA_MEMORY, 0x13                # kilobytes of base memory
        .set    BDA_KEY_FLAGS, 0x17
        .set    BDA_KEY_FLAGS2, 0x18
        .set    BDA_KEY_ALT, 0x19               # code being typed on the keypad with Alt
        .set    BDA_KEY_HEAD, 0x1a
        .set    BDA_KEY_TAIL, 0x1c
        .set    BDA_KEY_BUFFER, 0x1e
        .set    BDA_KEY_BUFFER_END, 0x3e
        .set    BDA_FLOPPY_CALIBRATED, 0x3e     # bit 7: the controller has interrupted
        .set    BDA_FLOPPY_MOTOR, 0x3f
        .set    BDA_FLOPPY_TIMEOUT, 0x40        # ticks until the motor is switched off
        .set    BDA_FLOPPY_STATUS, 0x41
        .set    BDA_FLOPPY_RESULT, 0x42         # seven bytes
        .set    BDA_VIDEO_MODE, 0x49
        .set    BDA_COLUMNS, 0x4a
        .set    BDA_PAGE_SIZE, 0x4c
        .set    BDA_PAGE_START, 0x4e
        .set    BDA_CURSOR, 0x50                # eight pages' column and row
        .set    BDA_CURSOR_SHAPE, 0x60
        .set    BDA_PAGE, 0x62
        .set    BDA_CRTC, 0x63
        .set    BDA_VIDEO_CONTROL, 0x65
        .set    BDA_PALETTE, 0x66
        .set    BDA_TICKS, 0x6c
        .set    BDA_MIDNIGHT, 0x70
        .set    BDA_BREAK, 0x71
        .set    BDA_RESET_FLAG, 0x72            # 0x1234: warm start, do not test memory
        .set    BDA_DISK_STATUS, 0x74
        .set    BDA_DISK_COUNT, 0x75
        .set    BDA_KEY_START, 0x80
        .set    BDA_KEY_END, 0x82
        .set    BDA_ROWS, 0x84                  # rows minus one
        .set    BDA_CHAR_HEIGHT, 0x85
        .set    BDA_VIDEO_OPTIONS, 0x87
        .set    BDA_VIDEO_SWITCHES, 0x88
        .set    BDA_VIDEO_FLAGS, 0x89
        .set    BDA_FLOPPY_MEDIA, 0x90
        .set    BDA_KEY_MODE, 0x96
        .set    BDA_KEY_LEDS, 0x97
        .set    BDA_WAIT_POINTER, 0x98          # far address of the byte that INT 15h AH=83h sets
        .set    BDA_WAIT_COUNT, 0x9c            # microseconds left
        .set    BDA_WAIT_ACTIVE, 0xa0
        .set    BDA_VIDEO_SAVE, 0xa8
        .set    BDA_VBE_MODE, 0xba              # as VBE has been asked for it; 0 in IBM's modes
