        .octa   later
later:
# instead
        .quad   later
later:
