        data16
        nop
# instead
        data16 nop
