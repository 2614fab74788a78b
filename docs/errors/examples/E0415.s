main:   ret
        .size   main, other - main
# instead
main:   ret
        .size   main, . - main
