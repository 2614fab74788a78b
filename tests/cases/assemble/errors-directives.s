# Directives used wrongly.
        .bytes 1                                #! E0201
        .align 3                                #! E0213
        .p2align 40                             #! E0213
        .endif                                  #! E0202
        .else                                   #! E0202
        .endm                                   #! W0231
        .endr                                   #! W0231
        .exitm                                  #! W0231
        .popsection                             #! W0216
        .error "own message"                    #! E0211
        .err                                    #! E0211
        .include "does-not-exist.inc"           #! E0210
        .incbin "does-not-exist.bin"            #! E0210
        .section .x, "aQ"                       #! E0214
        .section .m, "aM", @progbits            #! W0229
        .section .t, "a", @unknown              #! W0229
        .type f, @unknown                       #! E0217
        .cfi_endproc                            #! E0218
        .cfi_offset 6, -16                      #! E0218
        .intel_syntax sometimes                 #! E0217
        .reloc 0, R_NO_SUCH                     #! E0420
        .symver f, f                            #! E0227
        .loc 9 1                                #! E0223
        .macro m a, a                           #! E0207
        .endm
        .macro                                  #! E0207
        .endm
        .macro two a, b
        .endm
        two 1, 2, 3                             #! E0206
        two c=1                                 #! E0206
        .macro needs a:req
        .endm
        needs                                   #! E0206
        .warning "own warning"                  #! W0212
        .fail 501                               #! W0212
        .purgem nothing                         #! W0224
        .if                                     #! E0103
        .endif
        .if undefined_symbol                    #! E0402
        .byte 99
        .endif
        .rept undefined_symbol                  #! E0402
        .endr
