        .cfi_startproc
        .cfi_def_cfa_register stack
        .cfi_endproc
# instead
        .cfi_startproc
        .cfi_def_cfa_register %rbp
        .cfi_endproc
