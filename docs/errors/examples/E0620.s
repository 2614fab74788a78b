#! image
        .idt    table, format=32
        .gate   DE, handler, selector=0
        .endidt
handler: hlt
# instead
        .idt    table, format=32
        .gate   DE, handler, selector=8
        .endidt
handler: hlt
