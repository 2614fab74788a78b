# Call frame information.
        .text
f:      .cfi_startproc
        pushq %rbp                              #= 55
        .cfi_def_cfa_offset 16
        .cfi_offset 6, -16
        movq %rsp, %rbp                         #= 4889e5
        .cfi_def_cfa_register %rbp
        .cfi_remember_state
        je 1f                                   #= 7402
        popq %rbp                               #= 5d
        .cfi_restore 6
        .cfi_def_cfa %rsp, 8
        ret                                     #= c3
1:      .cfi_restore_state
        .zero 100
        .cfi_adjust_cfa_offset 8
        .zero 300
        .cfi_rel_offset %rbx, 8
        jmp far                                 #= eb05
        .cfi_undefined %rip
        .cfi_same_value rbx
        .cfi_register %rax, %rcx
        .cfi_escape 0x0f, 0x03, 0x77, 0x08, 0x06
        .cfi_offset 100, -24
        .cfi_offset %rbx, 16
        .cfi_def_cfa_offset -8
        ret                                     #= c3
        .cfi_endproc
g:      .cfi_startproc
        .cfi_personality 0x3, personality
        .cfi_lsda 0x3, lsda
        ret                                     #= c3
        .cfi_endproc
h:      .cfi_startproc
        .cfi_personality 0x9b, personality2
        .cfi_lsda 0x1b, lsda
        .cfi_signal_frame
        nop                                     #= 90
        .cfi_def_cfa_offset 32
        ret                                     #= c3
        .cfi_endproc
i:      .cfi_startproc simple
        .cfi_def_cfa 7, 16
        .cfi_return_column 16
        .cfi_window_save
        ret                                     #= c3
        .cfi_endproc
far:    .cfi_startproc
        .cfi_def_cfa_offset 112
        nop                                     #= 90
        .cfi_endproc
        .section .text.cold, "ax"
        .cfi_startproc
        .cfi_def_cfa_offset 48
        nop                                     #= 90
        .cfi_endproc
        .data
lsda:   .long 0                                 #= 00000000
