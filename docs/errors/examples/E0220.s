        .arch
# instead
        .arch   core2
