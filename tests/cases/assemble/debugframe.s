        .cfi_sections .debug_frame
f:      .cfi_startproc
        push %rbx                               #= 53
        .cfi_adjust_cfa_offset 8
        .cfi_rel_offset %rbx, 0
        jmp 1f                                  #= e9c8000000
        .zero 200
1:      pop %rbx                                #= 5b
        .cfi_adjust_cfa_offset -8
        .cfi_restore %rbx
        ret                                     #= c3
        .cfi_endproc
g:      .cfi_startproc
        .cfi_personality 0x3, p
        ret                                     #= c3
        .cfi_endproc
