        .warning "this path was never tried on a real processor"
# instead
        .print  "a note that is no warning"
