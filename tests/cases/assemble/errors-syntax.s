# What is no statement; one message each, and the rest of the file is still read.
        .byte 1 2                               #! E0102
        .byte (1 + 2                            #! E0110
        .byte 1 +                               #! E0103
        .byte , 1                               #! W0121
        .byte 0x                                #! E0109
        .byte 09                                #! E0109
        .byte 12abc                             #! E0109
        .ascii "unclosed                        #! E0107
        .ascii unquoted                         #! E0106
        )                                       #! E0101
        .byte 5 5 ; .byte 6                     #! E0102
        .long ext@NOWHERE                       #! E0111
        .set 5, 1                               #! E0104
        .float one                              #! E0117
        .byte 1b                                #! E0407
        .quad 123456789012345678901234567890    #! W0404
        .skip 123456789012345678901234567890    #! E0402
        .byte 3
