        nop
/* the rest of the file is a comment
# instead
        nop
/* a comment */
