#! image
        .idt    table, format=32
        .gate   DE, handler, selector=8, type=interupt
        .endidt
handler: iret
# instead
        .idt    table, format=32
        .gate   DE, handler, selector=8, type=interrupt
        .endidt
handler: iret
