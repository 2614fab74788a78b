#! args: --format floppy
#! image
        .boot   entry=start, load=0x200000
        .code16
start:  hlt
# instead
        .boot   entry=start, load=0x8000
        .code16
start:  hlt
