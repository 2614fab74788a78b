        .comm   buffer, -4
# instead
        .comm   buffer, 64
