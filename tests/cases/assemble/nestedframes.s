# Procedures that begin and end inside of another one, in another section, and where each of them is described.
        .cfi_sections .eh_frame, .debug_frame
        .cfi_startproc
        push    %rbp
        .cfi_def_cfa_offset 16
        .pushsection .fixup, "ax"
        .cfi_startproc
        nop
        .cfi_def_cfa_offset 24
        .popsection
        nop
        .cfi_offset 6, -16
        .pushsection .fixup
        nop
        .cfi_remember_state
        .cfi_adjust_cfa_offset 8
        .popsection
        .cfi_endproc
        .cfi_sections .eh_frame
        .cfi_startproc
        nop
        .cfi_endproc
        .section .fixup
        .cfi_restore_state
        nop
        .cfi_endproc
