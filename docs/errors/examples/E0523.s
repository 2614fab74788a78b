#! args: --format floppy
#! image
        .boot   entry=start, load=0x600
        .code16
start:  hlt
# instead
        .boot   entry=start, load=0x8000
        .code16
start:  hlt
