# Strings and their escapes.
        .ascii "plain", "two"                   #= 706c61696e74776f
        .ascii ""
        .asciz "end"                            #= 656e6400
        .string "a", "b"                        #= 61006200
        .string "joined" " pieces"              #= 6a6f696e65642070696563657300
        .ascii "\b\f\n\r\t\v\\\"\'"             #= 080c0a0d090b5c2227
        .ascii "\0\1\12\123\377\x41\x7f"        #= 00010a53ff417f
        .ascii "\xabc"                          #= bc
        .ascii "tab	inside # no comment // none /* none */ ; none"
        .string8 "8"                            #= 3800
        .string16 "16"                          #= 310036000000
        .string32 "32"                          #= 330000003200000000000000
        .string64 "64"                          #= 360000000000000034000000000000000000000000000000
        .ascii "num"<10>"after"                 #= 6e756d0a6166746572
        .ascii "é"                              #= c3a9
