        .comm   buffer, 0x100000000
# instead
        .comm   buffer, 64
