# Every form of .if.
        .set one, 1
        .if one
        .byte 1                                 #= 01
        .else
        .byte 99
        .endif
        .if 0
        .byte 99
        .elseif one == 2
        .byte 99
        .elseif one == 1
        .byte 2                                 #= 02
        .elseif 1
        .byte 99
        .else
        .byte 99
        .endif
        .ifdef one
        .byte 3                                 #= 03
        .endif
        .ifndef one
        .byte 99
        .endif
        .ifnotdef nothing
        .byte 4                                 #= 04
        .endif
        .ifeq one - 1
        .byte 5                                 #= 05
        .endif
        .ifne one
        .byte 6                                 #= 06
        .endif
        .ifge one
        .byte 7                                 #= 07
        .endif
        .ifgt one - 1
        .byte 99
        .endif
        .ifle one - 1
        .byte 8                                 #= 08
        .endif
        .iflt one - 2
        .byte 9                                 #= 09
        .endif
        .ifb
        .byte 10                                #= 0a
        .endif
        .ifnb text
        .byte 11                                #= 0b
        .endif
        .ifc abc, abc
        .byte 12                                #= 0c
        .endif
        .ifnc abc, abd
        .byte 13                                #= 0d
        .endif
        .ifeqs "x y", "x y"
        .byte 14                                #= 0e
        .endif
        .ifnes "x", "y"
        .byte 15                                #= 0f
        .endif
        .if 0
        .if 1
        .byte 99
        .else
        .byte 99
        .endif
        .rubbish that is not read
        .else
        .byte 16                                #= 10
        .endif
        .macro test arg
        .ifb \arg
        .byte 17
        .else
        .byte 18
        .endif
        .ifc \arg, yes
        .byte 19
        .endif
        .endm
        test
        test yes
start:  .zero 10                                #= 00000000000000000000
        .if . - start == 10
        .byte 20                                #= 14
        .endif
        .ifdef start
        .byte 21                                #= 15
        .endif
        .IF 1
        .byte 22                                #= 16
        .ENDIF
