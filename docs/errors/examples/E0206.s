        .macro  out_byte port:req, value=0
        movb    $\value, %al
        outb    %al, $\port
        .endm
        out_byte
# instead
        .macro  out_byte port:req, value=0
        movb    $\value, %al
        outb    %al, $\port
        .endm
        out_byte 0x80
