#! args: --format floppy
#! image
        .boot   entry=start, load=0x8000
        .code16
start:  hlt
        .section .payload, "a", load=0x100000
        .fill   0x200000, 1, 0xFF
# instead
        .boot   entry=start, load=0x8000
        .code16
start:  hlt
        .section .payload, "a", load=0x100000
        .fill   0x20000, 1, 0xFF
