# What is open at the end.
        .if 1                                   #! E0203
        .cfi_startproc                          #! E0219
        .macro open                             #! E0204
        nop
