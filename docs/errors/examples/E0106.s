        .ascii  text
# instead
        .ascii  "text"
