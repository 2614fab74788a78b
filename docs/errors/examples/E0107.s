        .ascii  "no end
# instead
        .ascii  "an end"
