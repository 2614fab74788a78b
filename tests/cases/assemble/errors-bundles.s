# Bundles that hold too much or do not end.
        .bundle_lock                            #! E0217
        .bundle_unlock                          #! E0205
        .bundle_align_mode 31                   #! E0213
        .bundle_align_mode 2
        movl $1, %eax                           #! E0213
        .bundle_lock
        nop
        movl $1, %eax                           #! E0213
        .bundle_align_mode 3                    #! E0217
        .data
        nop                                     #! E0214
        .bundle_unlock                          #! E0213
        .bundle_lock                            #! E0204
