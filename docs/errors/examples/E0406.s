        .long   text_start * 2
text_start:
# instead
        .long   text_end - text_start
text_start:
text_end:
