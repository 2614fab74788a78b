# Power-on self test, without much test: the devices of this machine work. What is left is to put everything where programs
# expect it.

        .set    PIC1, 0x20
        .set    PIC2, 0xa0
        .set    PIT, 0x40
        .set    CMOS, 0x70

post:
        cli
        cld
        movb    $0x8f, %al                      # CMOS shutdown status, NMI off
        outb    %al, $CMOS
        inb     $CMOS+1, %al
        movb    %al, %bl
        movb    $0x8f, %al
        outb    %al, $CMOS
        xorb    %al, %al
        outb    %al, $CMOS+1

        # A program that resets the processor to leave protected mode (there was no other way on a 286) asks to be continued at the
        # far address in 40:67: code 5 with an end of interrupt first, code 0Ah without.
        cmpb    $0x0a, %bl
        je      1f
        cmpb    $0x05, %bl
        jne     cold_start
        movb    $0x20, %al
        outb    %al, $PIC2
        outb    %al, $PIC1
1:      movw    $BDA, %ax
        movw    %ax, %ds
        ljmpw   *0x67

cold_start:
        xorw    %ax, %ax
        movw    %ax, %ss
        movw    $0x7c00, %sp                    # below it is free until the boot sector comes
        movw    %ax, %ds
        movw    %ax, %es

        xorw    %di, %di                        # vectors and data area
        movw    $0x500/2, %cx
        rep stosw

        callw   set_vectors
        callw   set_data_areas
        callw   initialize_interrupt_controllers
        callw   initialize_timer
        callw   initialize_keyboard
        callw   initialize_serial
        callw   allow_vmx
        callw   run_option_roms
        sti
        callw   print_banner
        callw   find_floppies
        callw   find_disks
        callw   find_cdrom
        callw   make_acpi_tables
        int     $0x19

# VMX outside SMX operation, and the lock, as firmware leaves IA32_FEATURE_CONTROL where its setup says that virtualization is enabled. The register
# survives INIT, so it may be locked already.
allow_vmx:
        movl    $1, %eax
        cpuid
        testb   $0x20, %cl
        jz      1f
        movl    $0x3a, %ecx
        rdmsr
        testb   $1, %al
        jnz     1f
        orb     $5, %al
        wrmsr
1:      retw

# Every vector first goes to a service that does nothing; then those that do something.
set_vectors:
        movw    $0x78, %cx
        xorw    %di, %di
1:      movw    $dummy_interrupt, %ax
        stosw
        movw    %cs, %ax
        stosw
        loop    1b
        movw    $vectors, %si
2:      lodsw   %cs:(%si), %ax
        testw   %ax, %ax
        jz      3f
        movw    %ax, %di
        shlw    $2, %di
        movsw   %cs:(%si), %es:(%di)
        jmp     2b
3:      movw    $floppy_parameters, 0x1e*4      # a table, not a service
        movw    $0, 0x1d*4
        movw    $0, 0x1d*4+2
        retw

vectors:
        .word   0x02, int02
        .word   0x05, int05
        .word   0x08, int08
        .word   0x09, int09
        .word   0x0a, master_interrupt
        .word   0x0b, master_interrupt
        .word   0x0c, master_interrupt
        .word   0x0d, master_interrupt
        .word   0x0e, int0e
        .word   0x0f, master_interrupt
        .word   0x11, int11
        .word   0x12, int12
        .word   0x13, int13
        .word   0x14, int14
        .word   0x15, int15
        .word   0x16, int16
        .word   0x17, int17
        .word   0x18, int18
        .word   0x19, int19
        .word   0x1a, int1a
        .word   0x70, int70
        .word   0x71, slave_interrupt
        .word   0x72, slave_interrupt
        .word   0x73, slave_interrupt
        .word   0x74, int74
        .word   0x75, int75
        .word   0x76, int76
        .word   0x77, slave_interrupt
        .word   0

set_data_areas:
        movw    $EBDA_SEGMENT, %ax
        movw    %ax, %es
        xorw    %di, %di
        xorw    %ax, %ax
        movw    $512, %cx
        rep stosw
        movb    $1, %es:0                       # its size in kilobytes
        movb    $3, %es:E_MOUSE_SIZE

        pushw   $BDA
        popw    %ds
        movw    $EBDA_SEGMENT, BDA_EBDA
        movw    $EBDA_SEGMENT/64, BDA_MEMORY
        movw    $0x0026, BDA_EQUIPMENT          # coprocessor, 80x25 colour, mouse; floppies and ports add themselves
        movw    $BDA_KEY_BUFFER, BDA_KEY_HEAD
        movw    $BDA_KEY_BUFFER, BDA_KEY_TAIL
        movw    $BDA_KEY_BUFFER, BDA_KEY_START
        movw    $BDA_KEY_BUFFER_END, BDA_KEY_END
        movb    $0x10, BDA_KEY_MODE             # a keyboard with 101 keys
        movw    $0x0101, 0x7c                   # serial time-outs
        movw    $0x1414, 0x78                   # printer time-outs
        retw

# ICW1 to ICW4: edge triggered, cascaded, vectors from 08h and 70h, 8086 mode. Timer, keyboard, cascade and floppy are let through; of
# the second controller the clock, the mouse, the coprocessor and the disks.
initialize_interrupt_controllers:
        movb    $0x11, %al
        outb    %al, $PIC1
        outb    %al, $PIC2
        movb    $0x08, %al
        outb    %al, $PIC1+1
        movb    $0x70, %al
        outb    %al, $PIC2+1
        movb    $0x04, %al
        outb    %al, $PIC1+1
        movb    $0x02, %al
        outb    %al, $PIC2+1
        movb    $0x01, %al
        outb    %al, $PIC1+1
        outb    %al, $PIC2+1
        movb    $0xb8, %al
        outb    %al, $PIC1+1
        movb    $0x8f, %al
        outb    %al, $PIC2+1
        retw

# Counter 0, mode 3, 65536: 18.2 interrupts a second. The tick count starts at the time of day.
initialize_timer:
        movb    $0x36, %al
        outb    %al, $PIT+3
        xorb    %al, %al
        outb    %al, $PIT
        outb    %al, $PIT
        jmp     set_ticks_from_clock

# Option ROMs lie on 2 KiB boundaries: 55 AA, length in units of 512 bytes, entry at offset 3, and their bytes add up to zero.
run_option_roms:
        movw    $0xc000, %dx
1:      movw    %dx, %es
        movw    $0x80, %bx                      # to the next boundary, in paragraphs
        cmpw    $0xaa55, %es:0
        jne     4f
        movzbl  %es:2, %ecx
        shll    $9, %ecx
        cmpl    $0x10000, %ecx
        jae     4f
        xorw    %si, %si
        xorb    %al, %al
2:      .irp    at, 0, 1, 2, 3, 4, 5, 6, 7
        addb    %es:\at(%si), %al
        .endr
        addw    $8, %si
        subw    $8, %cx
        jnz     2b
        testb   %al, %al
        jnz     4f
        movw    %si, %bx
        addw    $0x7ff, %bx
        shrw    $4, %bx
        andw    $0xff80, %bx
        pushaw
        pushw   %ds
        pushw   %cs
        pushw   $3f
        pushw   %dx
        pushw   $3
        lretw
3:      popw    %ds
        popaw
        cld
4:      addw    %bx, %dx
        cmpw    $0xf000, %dx
        jb      1b
        retw
