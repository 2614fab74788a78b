        .loc    1 10
# instead
        .file   1 "main.c"
        .loc    1 10
