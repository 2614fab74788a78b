#! image
        .long   100 / (end - start)
start:
end:
# instead
        .long   100 / (end - start)
start:  nop
end:
