        .balign 12
# instead
        .balign 16
