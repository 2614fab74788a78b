#! image
        .idt    table, format=32
        .gate   DE, handler, selector=8, ist=1
        .endidt
handler: hlt
# instead
        .idt    table, format=64
        .gate   DE, handler, selector=8, ist=1
        .endidt
handler: hlt
