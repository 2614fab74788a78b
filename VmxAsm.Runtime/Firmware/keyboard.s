# The keyboard: IRQ 1 turns scan codes into words in a ring of sixteen, INT 16h takes them out.

        .set    KEYBOARD_DATA, 0x60
        .set    KEYBOARD_STATUS, 0x64

        .set    FLAG_RIGHT_SHIFT, 0x01          # in BDA_KEY_FLAGS
        .set    FLAG_LEFT_SHIFT, 0x02
        .set    FLAG_CTRL, 0x04
        .set    FLAG_ALT, 0x08
        .set    FLAG_SCROLL, 0x10
        .set    FLAG_NUM, 0x20
        .set    FLAG_CAPS, 0x40
        .set    FLAG_INSERT, 0x80

        .set    MODE_E1, 0x01                   # in BDA_KEY_MODE: the last byte was a prefix
        .set    MODE_E0, 0x02
        .set    MODE_RIGHT_CTRL, 0x04
        .set    MODE_RIGHT_ALT, 0x08

# Self-test, interface test, reset of the keyboard, then: translate to set 1, interrupt on a key.
initialize_keyboard:
        movb    $0xaa, %al
        callw   keyboard_command
        callw   keyboard_answer
        movb    $0xae, %al
        callw   keyboard_command
        callw   keyboard_wait_writable
        movb    $0xf4, %al                      # start scanning; what was typed early is kept
        outb    %al, $KEYBOARD_DATA
        callw   keyboard_answer
        movb    $0x60, %al
        callw   keyboard_command
        callw   keyboard_wait_writable
        movb    $0x65, %al
        outb    %al, $KEYBOARD_DATA
        retw

keyboard_command:
        pushw   %ax
        callw   keyboard_wait_writable
        popw    %ax
        outb    %al, $KEYBOARD_STATUS
        retw

keyboard_wait_writable:
        inb     $KEYBOARD_STATUS, %al
        testb   $0x02, %al
        jnz     keyboard_wait_writable
        retw

# Waits for a byte, but not for ever: a PC starts without a keyboard too.
keyboard_answer:
        movw    $0x4000, %cx
1:      inb     $KEYBOARD_STATUS, %al
        testb   $0x01, %al
        jnz     2f
        loop    1b
2:      inb     $KEYBOARD_DATA, %al
        retw

# IRQ 1.
int09:
        pushal
        pushw   %ds
        pushw   %es
        cld
        pushw   $BDA
        popw    %ds
        movb    $0xad, %al                      # no further byte while we look at this one
        outb    %al, $KEYBOARD_STATUS
        inb     $KEYBOARD_DATA, %al
        pushw   %ax
        movb    $0xae, %al
        outb    %al, $KEYBOARD_STATUS
        popw    %ax
        sti
        stc                                     # programs may change the scan code or swallow it (INT 15h AH=4Fh)
        movb    $0x4f, %ah
        int     $0x15
        jnc     9f

        cmpb    $0xe0, %al
        je      1f
        cmpb    $0xe1, %al
        je      2f
        testb   $MODE_E1, BDA_KEY_MODE
        jnz     3f
        callw   translate_key
        andb    $~MODE_E0, BDA_KEY_MODE
        jmp     9f
1:      orb     $MODE_E0, BDA_KEY_MODE
        jmp     9f
2:      orb     $MODE_E1, BDA_KEY_MODE          # Pause: E1 1D 45 E1 9D C5, of which the last byte ends it
        jmp     9f
3:      andb    $0x7f, %al
        cmpb    $0x45, %al
        jne     9f
        andb    $~MODE_E1, BDA_KEY_MODE
9:      cli
        movb    $0x20, %al
        outb    %al, $PIC1
        popw    %es
        popw    %ds
        popal
        iretw

# AL: a scan code of set 1.
translate_key:
        movb    %al, %bl
        andb    $0x7f, %bl
        movw    $modifier_keys, %si
1:      cmpb    $0, %cs:(%si)
        je      2f
        cmpb    %bl, %cs:(%si)
        je      modifier_key
        addw    $2, %si
        jmp     1b
2:      testb   $0x80, %al
        jnz     translate_done
        cmpb    $(key_rows_end-key_rows)/8, %bl
        jae     translate_done

        movb    BDA_KEY_FLAGS, %ah
        cmpb    $0x53, %bl                      # Ctrl-Alt-Del
        jne     3f
        movb    %ah, %al
        andb    $FLAG_CTRL|FLAG_ALT, %al
        cmpb    $FLAG_CTRL|FLAG_ALT, %al
        je      restart

3:      movzbw  %bl, %si
        shlw    $3, %si
        addw    $key_rows, %si
        testb   $FLAG_ALT, %ah
        jnz     key_alt
        testb   $FLAG_CTRL, %ah
        jnz     key_ctrl

        # Shift; caps lock turns it over for letters, num lock for the keypad.
        xorb    %dl, %dl
        testb   $FLAG_LEFT_SHIFT|FLAG_RIGHT_SHIFT, %ah
        jz      4f
        incb    %dl
4:      testb   $FLAG_CAPS, %ah
        jz      5f
        movb    %cs:(%si), %al
        cmpb    $'a', %al
        jb      5f
        cmpb    $'z', %al
        ja      5f
        xorb    $1, %dl
5:      cmpb    $0x47, %bl
        jb      6f
        cmpb    $0x53, %bl
        ja      6f
        testb   $MODE_E0, BDA_KEY_MODE
        jnz     key_grey
        testb   $FLAG_NUM, %ah
        jz      6f
        xorb    $1, %dl
6:      cmpb    $0x52, %bl
        jne     7f
        testb   %dl, %dl
        jnz     7f
        xorb    $FLAG_INSERT, BDA_KEY_FLAGS
7:      testb   %dl, %dl
        jz      8f
        addw    $2, %si
8:      movw    %cs:(%si), %ax
        testw   %ax, %ax
        jnz     put_key
translate_done:
        retw

key_grey:                                       # the keys beside the keypad say E0 instead of a character
        movw    %cs:(%si), %ax
        testb   %al, %al
        jnz     put_key
        movb    $0xe0, %al
        jmp     put_key
key_ctrl:
        cmpb    $0x46, %bl                      # Ctrl-Break
        je      key_break
        movw    %cs:4(%si), %ax
        testw   %ax, %ax
        jnz     put_key
        retw
key_alt:
        movw    %cs:6(%si), %ax
        testw   %ax, %ax
        jnz     put_key
        retw
key_break:
        movw    BDA_KEY_START, %ax
        movw    %ax, BDA_KEY_HEAD
        movw    %ax, BDA_KEY_TAIL
        movb    $0x80, BDA_BREAK
        int     $0x1b
        xorw    %ax, %ax

# AX: what INT 16h will return. A full buffer beeps on real machines; here the key is lost in silence. CF says so.
put_key:
        pushw   %bx
        pushw   %si
        movw    BDA_KEY_TAIL, %si
        movw    %si, %bx
        callw   next_key_place
        cmpw    BDA_KEY_HEAD, %bx
        je      1f
        movw    %ax, (%si)
        movw    %bx, BDA_KEY_TAIL
        clc
        jmp     2f
1:      stc
2:      popw    %si
        popw    %bx
        retw

next_key_place:
        addw    $2, %bx
        cmpw    BDA_KEY_END, %bx
        jb      1f
        movw    BDA_KEY_START, %bx
1:      retw

restart:
        movw    $0x1234, BDA_RESET_FLAG
        movb    $0xfe, %al
        outb    %al, $KEYBOARD_STATUS
1:      hlt
        jmp     1b

# BL: key, AL: scan code, CS:SI: its row. Shift, Ctrl and Alt are flags while they are down; the locks turn over when pressed.
modifier_key:
        movb    %cs:1(%si), %ah
        cmpb    $FLAG_SCROLL, %ah
        jae     3f
        testb   $MODE_E0, BDA_KEY_MODE
        jz      1f
        cmpb    $FLAG_LEFT_SHIFT, %ah           # E0 2A and E0 36 are not shift keys but part of others
        jbe     4f
1:      testb   $0x80, %al
        jnz     2f
        orb     %ah, BDA_KEY_FLAGS
        retw
2:      notb    %ah
        andb    %ah, BDA_KEY_FLAGS
        retw
3:      testb   $0x80, %al
        jnz     4f
        cmpb    $FLAG_SCROLL, %ah
        jne     5f
        testb   $FLAG_CTRL, BDA_KEY_FLAGS
        jnz     key_break
5:      xorb    %ah, BDA_KEY_FLAGS
4:      retw

modifier_keys:
        .byte   0x36, FLAG_RIGHT_SHIFT
        .byte   0x2a, FLAG_LEFT_SHIFT
        .byte   0x1d, FLAG_CTRL
        .byte   0x38, FLAG_ALT
        .byte   0x46, FLAG_SCROLL
        .byte   0x45, FLAG_NUM
        .byte   0x3a, FLAG_CAPS
        .byte   0

# INT 16h. AH=0 and 10h wait for a key, 1 and 11h look (ZF: none), 2 and 12h shift flags, 5 puts a key into the buffer.
int16:
        sti
        SAVE
        pushw   $BDA
        popw    %ds
        movb    R_AH(%bp), %ah
        cmpb    $0x00, %ah
        je      key_wait
        cmpb    $0x10, %ah
        je      key_wait
        cmpb    $0x01, %ah
        je      key_look
        cmpb    $0x11, %ah
        je      key_look
        cmpb    $0x02, %ah
        je      key_flags
        cmpb    $0x12, %ah
        je      key_extended_flags
        cmpb    $0x05, %ah
        je      key_store
        cmpb    $0x09, %ah
        je      key_functions
        cmpb    $0x0a, %ah
        je      key_identifier
        cmpb    $0x92, %ah
        je      key_enhanced
key_done:
        RESTORE_AND_IRET

key_wait:
1:      cli
        movw    BDA_KEY_HEAD, %bx
        cmpw    BDA_KEY_TAIL, %bx
        jne     2f
        callw   key_only
        sti
        hlt
        jmp     1b
2:      movw    (%bx), %ax
        callw   next_key_place
        movw    %bx, BDA_KEY_HEAD
        sti
        callw   plain_key
        movw    %ax, R_AX(%bp)
        jmp     key_done

# A program that waits for a key and has no interrupt handlers of its own will do nothing else: the machine is told, because
# there may be nobody to press one.
key_only:
        pushw   %ds
        pushw   $0
        popw    %ds
        movw    0x1c*4+2, %ax
        andw    0x08*4+2, %ax
        andw    0x09*4+2, %ax
        andw    0x0c*4+2, %ax
        andw    0x70*4+2, %ax
        andw    0x0b*4+2, %ax
        popw    %ds
        cmpw    $0xf000, %ax
        jne     1f
        movw    $MACHINE_KEY_PORT, %dx
        outb    %al, %dx
1:      retw

key_look:
        orb     $ZF, R_FLAGS(%bp)
        cli
        movw    BDA_KEY_HEAD, %bx
        cmpw    BDA_KEY_TAIL, %bx
        movw    (%bx), %ax
        sti
        je      key_done
        andb    $~ZF, R_FLAGS(%bp)
        callw   plain_key
        movw    %ax, R_AX(%bp)
        jmp     key_done

# The old functions (00 and 01) do not know E0: the grey keys look like the keypad's.
plain_key:
        testb   $0x10, R_AH(%bp)
        jnz     1f
        cmpb    $0xe0, %al
        jne     1f
        testb   %ah, %ah
        jz      1f
        xorb    %al, %al
1:      retw

key_extended_flags:
        movb    BDA_KEY_FLAGS2, %ah
        movb    %ah, R_AH(%bp)
key_flags:
        movb    BDA_KEY_FLAGS, %al
        movb    %al, R_AL(%bp)
        jmp     key_done

key_store:                                      # CX the key; AL 0 stored, 1 no room
        movw    R_CX(%bp), %ax
        cli
        callw   put_key
        setc    R_AL(%bp)
        jmp     key_done

key_functions:
        movb    $0x30, R_AL(%bp)
        jmp     key_done
key_enhanced:                                   # 92h: whether functions 10h to 12h are there
        movb    $0x80, R_AH(%bp)
        jmp     key_done
key_identifier:
        movw    $0x41ab, R_BX(%bp)
        jmp     key_done

# What a key gives: alone, with Shift, with Ctrl, with Alt. High byte scan code, low byte character; 0 nothing.
key_rows:
        .word   0x0000, 0x0000, 0x0000, 0x0000          # -
        .word   0x011b, 0x011b, 0x011b, 0x0100          # Esc
        .word   0x0231, 0x0221, 0x0000, 0x7800          # 1
        .word   0x0332, 0x0340, 0x0300, 0x7900          # 2
        .word   0x0433, 0x0423, 0x0000, 0x7a00          # 3
        .word   0x0534, 0x0524, 0x0000, 0x7b00          # 4
        .word   0x0635, 0x0625, 0x0000, 0x7c00          # 5
        .word   0x0736, 0x075e, 0x071e, 0x7d00          # 6
        .word   0x0837, 0x0826, 0x0000, 0x7e00          # 7
        .word   0x0938, 0x092a, 0x0000, 0x7f00          # 8
        .word   0x0a39, 0x0a28, 0x0000, 0x8000          # 9
        .word   0x0b30, 0x0b29, 0x0000, 0x8100          # 0
        .word   0x0c2d, 0x0c5f, 0x0c1f, 0x8200          # -
        .word   0x0d3d, 0x0d2b, 0x0000, 0x8300          # =
        .word   0x0e08, 0x0e08, 0x0e7f, 0x0e00          # backspace
        .word   0x0f09, 0x0f00, 0x9400, 0xa500          # Tab
        .word   0x1071, 0x1051, 0x1011, 0x1000          # q
        .word   0x1177, 0x1157, 0x1117, 0x1100          # w
        .word   0x1265, 0x1245, 0x1205, 0x1200          # e
        .word   0x1372, 0x1352, 0x1312, 0x1300          # r
        .word   0x1474, 0x1454, 0x1414, 0x1400          # t
        .word   0x1579, 0x1559, 0x1519, 0x1500          # y
        .word   0x1675, 0x1655, 0x1615, 0x1600          # u
        .word   0x1769, 0x1749, 0x1709, 0x1700          # i
        .word   0x186f, 0x184f, 0x180f, 0x1800          # o
        .word   0x1970, 0x1950, 0x1910, 0x1900          # p
        .word   0x1a5b, 0x1a7b, 0x1a1b, 0x1a00          # [
        .word   0x1b5d, 0x1b7d, 0x1b1d, 0x1b00          # ]
        .word   0x1c0d, 0x1c0d, 0x1c0a, 0x1c00          # Enter
        .word   0x0000, 0x0000, 0x0000, 0x0000          # Ctrl
        .word   0x1e61, 0x1e41, 0x1e01, 0x1e00          # a
        .word   0x1f73, 0x1f53, 0x1f13, 0x1f00          # s
        .word   0x2064, 0x2044, 0x2004, 0x2000          # d
        .word   0x2166, 0x2146, 0x2106, 0x2100          # f
        .word   0x2267, 0x2247, 0x2207, 0x2200          # g
        .word   0x2368, 0x2348, 0x2308, 0x2300          # h
        .word   0x246a, 0x244a, 0x240a, 0x2400          # j
        .word   0x256b, 0x254b, 0x250b, 0x2500          # k
        .word   0x266c, 0x264c, 0x260c, 0x2600          # l
        .word   0x273b, 0x273a, 0x0000, 0x2700          # ;
        .word   0x2827, 0x2822, 0x0000, 0x2800          # '
        .word   0x2960, 0x297e, 0x0000, 0x2900          # `
        .word   0x0000, 0x0000, 0x0000, 0x0000          # left Shift
        .word   0x2b5c, 0x2b7c, 0x2b1c, 0x2b00          # \
        .word   0x2c7a, 0x2c5a, 0x2c1a, 0x2c00          # z
        .word   0x2d78, 0x2d58, 0x2d18, 0x2d00          # x
        .word   0x2e63, 0x2e43, 0x2e03, 0x2e00          # c
        .word   0x2f76, 0x2f56, 0x2f16, 0x2f00          # v
        .word   0x3062, 0x3042, 0x3002, 0x3000          # b
        .word   0x316e, 0x314e, 0x310e, 0x3100          # n
        .word   0x326d, 0x324d, 0x320d, 0x3200          # m
        .word   0x332c, 0x333c, 0x0000, 0x3300          # ,
        .word   0x342e, 0x343e, 0x0000, 0x3400          # .
        .word   0x352f, 0x353f, 0x0000, 0x3500          # /
        .word   0x0000, 0x0000, 0x0000, 0x0000          # right Shift
        .word   0x372a, 0x372a, 0x9600, 0x0000          # keypad *
        .word   0x0000, 0x0000, 0x0000, 0x0000          # Alt
        .word   0x3920, 0x3920, 0x3920, 0x3920          # space
        .word   0x0000, 0x0000, 0x0000, 0x0000          # Caps Lock
        .word   0x3b00, 0x5400, 0x5e00, 0x6800          # F1
        .word   0x3c00, 0x5500, 0x5f00, 0x6900          # F2
        .word   0x3d00, 0x5600, 0x6000, 0x6a00          # F3
        .word   0x3e00, 0x5700, 0x6100, 0x6b00          # F4
        .word   0x3f00, 0x5800, 0x6200, 0x6c00          # F5
        .word   0x4000, 0x5900, 0x6300, 0x6d00          # F6
        .word   0x4100, 0x5a00, 0x6400, 0x6e00          # F7
        .word   0x4200, 0x5b00, 0x6500, 0x6f00          # F8
        .word   0x4300, 0x5c00, 0x6600, 0x7000          # F9
        .word   0x4400, 0x5d00, 0x6700, 0x7100          # F10
        .word   0x0000, 0x0000, 0x0000, 0x0000          # Num Lock
        .word   0x0000, 0x0000, 0x0000, 0x0000          # Scroll Lock
        .word   0x4700, 0x4737, 0x7700, 0x0000          # Home
        .word   0x4800, 0x4838, 0x8d00, 0x0000          # up
        .word   0x4900, 0x4939, 0x8400, 0x0000          # PgUp
        .word   0x4a2d, 0x4a2d, 0x8e00, 0x4a00          # keypad -
        .word   0x4b00, 0x4b34, 0x7300, 0x0000          # left
        .word   0x4c00, 0x4c35, 0x8f00, 0x0000          # keypad 5
        .word   0x4d00, 0x4d36, 0x7400, 0x0000          # right
        .word   0x4e2b, 0x4e2b, 0x9000, 0x4e00          # keypad +
        .word   0x4f00, 0x4f31, 0x7500, 0x0000          # End
        .word   0x5000, 0x5032, 0x9100, 0x0000          # down
        .word   0x5100, 0x5133, 0x7600, 0x0000          # PgDn
        .word   0x5200, 0x5230, 0x9200, 0x0000          # Ins
        .word   0x5300, 0x532e, 0x9300, 0x0000          # Del
        .word   0x0000, 0x0000, 0x0000, 0x0000          # SysRq
        .word   0x0000, 0x0000, 0x0000, 0x0000          # -
        .word   0x565c, 0x567c, 0x0000, 0x0000          # <>
        .word   0x8500, 0x8700, 0x8900, 0x8b00          # F11
        .word   0x8600, 0x8800, 0x8a00, 0x8c00          # F12
key_rows_end:
