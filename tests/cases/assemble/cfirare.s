# The rarer call frame instructions.
        .cfi_sections .debug_frame, .eh_frame
        .cfi_startproc
        nop                                     #= 90
        .cfi_val_offset %rbp, -16
        .cfi_val_offset %rbx, 16
        nop                                     #= 90
        .cfi_val_encoded_addr 1, 0x1b, outside
        .cfi_val_encoded_addr 2, 0, outside
        .cfi_negate_ra_state
        .cfi_endproc
        .version "note"
        .lsym   number, 5
        .byte   number                          #= 05
        .nop    3                               #= 909090
        .tls_common threaded, 8, 8
        .comm   first, 4
        .comm   first, 4, 16
