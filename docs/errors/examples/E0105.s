        .set    total 4
# instead
        .set    total, 4
