        .globl  9lives
# instead
        .globl  ninelives
