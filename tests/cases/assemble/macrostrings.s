# Quotes inside of quoted macro arguments.
        .macro  text a
        .ascii  "\a"
        .endm
        .macro  string a:vararg
        .ascii  \a
        .endm
start:
        text    "a\"b"
        text    "\\\"c\\\""
        text    "d\\\\e\n"
        string  "x\\\"y"
        .byte   . - start                       #= 11
