# A comment.
        .byte 1 # another
        .byte 2 ; .byte 3 /* a comment
        over lines */ ; .byte 4
/* .byte 99 */ .byte 5
        .byte /* here */ 6, /* there */ 7
        .byte 8                                 #= 08
#APP
        .byte 9                                 #= 09
#NO_APP
/ a line comment of GNU as
label: other: .byte 10                          #= 0a
third:.byte 11                                  #= 0b
	.byte	12                                       #= 0c
        .byte 13;;; .byte 14                    #= 0d0e
        .line 5
        .end
        .byte 99
