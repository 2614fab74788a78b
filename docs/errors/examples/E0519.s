#! args: --format multiboot
#! image
        .balign 4
        .long   0x1BADB002, 0, 0
        .code32
        .globl  _start
_start: hlt
# instead
        .balign 4
        .long   0x1BADB002, 0, -0x1BADB002
        .code32
        .globl  _start
_start: hlt
