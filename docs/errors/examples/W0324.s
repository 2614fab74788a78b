        fadd
# instead
        faddp
