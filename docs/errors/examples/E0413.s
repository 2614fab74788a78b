        .set    counter, %rcx
        .long   counter
# instead
        .set    counter, %rcx
        inc     counter
