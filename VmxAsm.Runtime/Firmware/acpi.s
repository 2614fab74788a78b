# ACPI tables ("Advanced Configuration and Power Interface Specification", "ACPI Software Programming Model"), as many as a system
# needs to find the interrupt controllers and to switch the machine off: RSDP, RSDT, FADT, FACS, DSDT, MADT.
#
# They are copied from the ROM into the extended data area, which is one of the two places where a system looks for the
# RSDP, and their checksums are computed there. The RSDP is good in the ROM as well, which is the other place: a system
# that has been told that the data area is ordinary memory looks only there.

        .set    ACPI_STATUS, 0x600
        .set    ACPI_CONTROL, 0x604
        .set    ACPI_TIMER, 0x608
        .set    ACPI_PLACE, 0x100               # in the extended data area, on a boundary of 16
        .set    ACPI_BASE, EBDA_SEGMENT*16+ACPI_PLACE

make_acpi_tables:
        pushw   $EBDA_SEGMENT
        popw    %es
        movw    $acpi_tables, %si
        movw    $ACPI_PLACE, %di
        movw    $acpi_tables_end-acpi_tables, %cx
        rep movsb %cs:(%si), %es:(%di)
        pushw   %es
        popw    %ds
        movw    $acpi_checksums, %si
1:      movw    %cs:(%si), %di                  # the byte, the first byte of what it covers, how many
        testw   %di, %di
        jz      3f
        movw    %cs:2(%si), %bx
        movw    %cs:4(%si), %cx
        xorb    %al, %al
2:      subb    (%bx), %al
        incw    %bx
        loop    2b
        movb    %al, (%di)
        addw    $6, %si
        jmp     1b
3:      retw

        .macro  CHECKSUM table, end, offset
        .word   \table-acpi_tables+ACPI_PLACE+\offset
        .word   \table-acpi_tables+ACPI_PLACE
        .word   \end-\table
        .endm

acpi_checksums:
        CHECKSUM acpi_rsdt, acpi_fadt, 9
        CHECKSUM acpi_fadt, acpi_fadt_end, 9
        CHECKSUM acpi_dsdt, acpi_madt, 9
        CHECKSUM acpi_madt, acpi_tables_end, 9
        .word   0

# The header that all tables but the first have.
        .macro  ACPI_HEADER signature, end, revision
        .ascii  "\signature"
        .long   \end-(.-4)
        .byte   \revision, 0                    # checksum comes later
        .ascii  "VMXASM"
        .ascii  "MACHINE "
        .long   1
        .ascii  "VMXA"
        .long   1
        .endm

# A package's length in two bytes, which count.
        .macro  AML_LENGTH end
        .byte   0x40 | ((\end-.) & 15)
        .byte   (\end-.+1) >> 4
        .endm
# Address space descriptors of 16 and 32 bits: first and last fixed; then granularity, first, last, translation, length.
        .macro  AML_WORDS type, flags, first, last
        .byte   0x88, 13, 0, \type, 0x0c, \flags
        .word   0, \first, \last, 0, (\last-\first+1) & 0xffff
        .endm
        .macro  AML_LONGS first, last
        .byte   0x87, 23, 0, 0, 0x0c, 1
        .long   0, \first, \last, 0, \last-\first+1
        .endm

        .balign 64                              # so that alignment here is alignment there
acpi_tables:
        .set    RSDT_PLACE, acpi_rsdt-acpi_tables+ACPI_BASE
acpi_rsdp:
        .ascii  "RSD PTR "
        .byte   -(0x21f + 0x1dc + (RSDT_PLACE & 0xff) + (RSDT_PLACE >> 8 & 0xff) + (RSDT_PLACE >> 16)) & 0xff
        .ascii  "VMXASM"
        .byte   0
        .long   RSDT_PLACE
        .balign 16
acpi_rsdt:
        ACPI_HEADER RSDT, acpi_fadt, 1
        .long   acpi_fadt-acpi_tables+ACPI_BASE
        .long   acpi_madt-acpi_tables+ACPI_BASE
acpi_fadt:
        ACPI_HEADER FACP, acpi_fadt_end, 1
        .long   acpi_facs-acpi_tables+ACPI_BASE
        .long   acpi_dsdt-acpi_tables+ACPI_BASE
        .byte   0, 0                            # interrupt model, reserved
        .word   9                               # SCI interrupt
        .long   0xb2                            # SMI command port, and what enables and disables ACPI
        .byte   0xf1, 0xf0, 0, 0
        .long   ACPI_STATUS, 0
        .long   ACPI_CONTROL, 0
        .long   0
        .long   ACPI_TIMER
        .long   0, 0                            # no general purpose events
        .byte   4, 2, 0, 4, 0, 0, 0, 0          # register lengths
        .word   0xffff, 0xffff                  # C2 and C3 latency: not supported
        .word   0, 0
        .byte   0, 0, 0, 0, 0x32                # duty, alarms, century
        .word   0
        .byte   0
        .long   0x000000a5                      # WBINVD works, no C1 problem, power button is a method
acpi_fadt_end:
        .balign 64
acpi_facs:
        .ascii  "FACS"
        .long   64
        .long   0, 0, 0, 0
        .fill   40, 1, 0
acpi_dsdt:
        ACPI_HEADER DSDT, acpi_madt, 1
        # Name (\_S5, Package (4) { 0, 0, 0, 0 }): the sleep type for "off"
        .byte   0x08
        .ascii  "_S5_"
        .byte   0x12, 0x06, 0x04, 0x00, 0x00, 0x00, 0x00
        # Scope (\_SB) { Device (PCI0) { Name (_HID, EisaId ("PNP0A03")) Name (_CRS, ResourceTemplate () { ... }) } }
        .byte   0x10
        AML_LENGTH acpi_scope_end
        .ascii  "_SB_"
        .byte   0x5b, 0x82
        AML_LENGTH acpi_scope_end
        .ascii  "PCI0"
        .byte   0x08
        .ascii  "_HID"
        .byte   0x0c, 0x41, 0xd0, 0x0a, 0x03
        .byte   0x08
        .ascii  "_CRS"
        .byte   0x11
        AML_LENGTH acpi_scope_end
        .byte   0x0a, acpi_scope_end-(.+1)
        AML_WORDS 2, 0, 0x0000, 0x00ff          # buses
        .byte   0x47, 1                         # the configuration ports are the bridge's own
        .word   0x0cf8, 0x0cf8
        .byte   1, 8
        AML_WORDS 1, 3, 0x0000, 0x0cf7          # ports and memory that the bridge passes on
        AML_WORDS 1, 3, 0x0d00, 0xffff
        AML_LONGS 0x000a0000, 0x000bffff
        AML_LONGS 0xc0000000, 0xfebfffff
        .byte   0x79, 0                         # end, checksum not used
acpi_scope_end:
acpi_madt:
        ACPI_HEADER APIC, acpi_tables_end, 1
        .long   0xfee00000
        .long   1                               # there are 8259s as well
        .byte   0, 8, 0, 0                      # processor 0, APIC 0
        .long   1
        .byte   1, 12, 1, 0                     # I/O APIC 1
        .long   0xfec00000, 0
        .byte   2, 10, 0, 0                     # IRQ 0 is input 2
        .long   2
        .word   0
        .byte   2, 10, 0, 9                     # IRQ 9: level, active high
        .long   9
        .word   0x000d
acpi_tables_end:
        .org    acpi_tables+0x400-ACPI_PLACE    # an error when they are longer than the extended data area
