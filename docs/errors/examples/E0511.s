#! args: --format floppy
#! image
        .code16
start:  hlt
# instead
        .boot   entry=start, load=0x8000
        .code16
start:  hlt
