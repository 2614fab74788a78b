        .cfi_startproc
        ret
# instead
        .cfi_startproc
        ret
        .cfi_endproc
