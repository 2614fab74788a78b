        .ascii  "first
second"
# instead
        .ascii  "first\nsecond"
