#! image
        .idt    table, format=32
        .gate   DE, handler, selector=8, type=interupt
        .endidt
handler: hlt
# instead
        .idt    table, format=32
        .gate   DE, handler, selector=8, type=interrupt
        .endidt
handler: hlt
