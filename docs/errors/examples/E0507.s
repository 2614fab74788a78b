#! image
        .code16
        mov     $message, %si
        .section .far, "a", load=0x100000
message: .asciz "beyond the first 64 KBytes"
# instead
        .code16
        mov     $(message - 0x100000), %si
        .section .far, "a", load=0x100000
message: .asciz "relative to a segment's base"
