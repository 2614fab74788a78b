# The system BIOS: 64 KiB that end at the top of the first megabyte, and again at the top of the first four gigabytes, where
# the processor fetches its first instruction.
#
# What a program finds when it is started by this BIOS is what it finds on any PC: interrupt vectors and services, the data
# areas at 0x400 and below 640 KiB, devices initialised, and itself at 0000:7C00. Each file below is one topic.
#
# Built with:  as --32 bios.s, linked at 0, the bare bytes taken.

        .code16
        .text
        .include "frame.s"

        .set    EBDA_SEGMENT, 0x9fc0            # the last kilobyte of base memory

bios:
        .include "post.s"
        .include "print.s"
        .include "interrupts.s"
        .include "time.s"
        .include "keyboard.s"
        .include "mouse.s"
        .include "disk.s"
        .include "floppy.s"
        .include "ata.s"
        .include "cdrom.s"
        .include "boot.s"
        .include "serial.s"
        .include "system.s"
        .include "memory.s"
        .include "pci.s"
        .include "acpi.s"

# Places that programs know by heart, as on the first PCs.

        .org    0xe05b
        jmp     post

        .org    0xe6f2
        jmp     int19

# INT 15h AH=C0h and INT 13h's parameter table.
        .org    0xe6f5
system_configuration:
        .word   8
        .byte   0xfc, 0x00, 0x01                # model AT, submodel, revision
        .byte   0x74                            # second PIC, RTC, keyboard intercept, extended BIOS data area
        .byte   0x40, 0, 0, 0

        .org    0xefc7
floppy_parameters:
        .byte   0xaf, 0x02, 0x25                # step and unload times, DMA; ticks until the motor stops
        .byte   2, 18, 0x1b, 0xff, 0x6c         # 512 bytes a sector, sectors a track, gaps
        .byte   0xf6, 15, 8                     # format filler, settle time, motor start time

        .org    0xfff0
        ljmpw   $0xf000, $post                  # the reset vector

        .org    0xfff5
        .ascii  "02/26/07"
        .byte   0
        .byte   0xfc                            # model byte: AT
        .byte   0
