# args: --32
        .cfi_sections .eh_frame, .debug_frame
f:      .cfi_startproc
        pushl %ebp                              #= 55
        .cfi_def_cfa_offset 8
        .cfi_offset 5, -8
        movl %esp, %ebp                         #= 89e5
        .cfi_def_cfa_register 5
        leave                                   #= c9
        .cfi_restore 5
        .cfi_def_cfa 4, 4
        ret                                     #= c3
        .cfi_endproc
g:      .cfi_startproc
        ret                                     #= c3
        .cfi_endproc
