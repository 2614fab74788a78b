        .comm   buffer, 64
        .comm   buffer, 128
# instead
        .comm   buffer, 128
