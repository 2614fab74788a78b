#! args: --format floppy
#! image
        .boot   entry=start, load=0x8000
        .code16
start:  hlt
        .section .video, "aw", load=0xB8000
        .long   1
# instead
        .boot   entry=start, load=0x8000
        .code16
start:  hlt
        .section .video, "aw", load=0x10000
        .long   1
