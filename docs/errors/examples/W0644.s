#! image
        mov     $0x3F8, %dx
        mov     $'A', %al
        out     %al, %dx
# instead
        mov     $0x3FB, %dx
        mov     $3, %al
        out     %al, %dx
        mov     $0x3F8, %dx
        mov     $'A', %al
        out     %al, %dx
