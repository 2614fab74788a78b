        .cfi_def_cfa_offset 16
# instead
        .cfi_startproc
        .cfi_def_cfa_offset 16
        .cfi_endproc
