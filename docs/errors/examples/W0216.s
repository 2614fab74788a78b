        .popsection
# instead
        .pushsection .data
        .popsection
