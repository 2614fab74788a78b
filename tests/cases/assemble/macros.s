# Macros: parameters, defaults, keywords, \@, \(), exitm, purgem, nesting, recursion.
        .macro none
        .byte 1
        .endm
        none
        NONE
        .macro two a, b
        .byte \a, \b
        .endm
        two 1, 2
        two 3 4
        two b=5, a=6
        two 1 + 2, 3*4
        .macro defaults a=1, b=2
        .byte \a, \b
        .endm
        defaults
        defaults 7
        defaults , 8
        defaults b=9
        .macro required a:req, rest:vararg
        .byte \a
        .byte \rest
        .endm
        required 1, 2, 3, 4
        .macro unique
label\@: .byte \@
        .quad label\@
        .endm
        unique
        unique
        .macro joined name, size
\name\()_\size: .byte \size
        .endm
        joined data, 8
        .byte data_8 - data_8                   #= 00
        .macro sum from, to
        .byte \from
        .if \to - \from
        sum "(\from + 1)", \to
        .endif
        .endm
        sum 1, 5
        .macro early n
        .byte 1
        .if \n
        .exitm
        .endif
        .byte 2
        .endm
        early 0
        early 1
        .macro outer name
        .macro \name value
        .byte \value
        .endm
        .endm
        outer inner
        inner 42
        .purgem inner
        .macro inner
        .byte 43
        .endm
        inner
        .macro quoted text
        .ascii "\text"
        .endm
        quoted "hello world"
        quoted one
        .macro instr op, reg
        \op %\reg, %\reg
        .endm
        instr mov, eax
        instr xor, ebx
        .macro mem operand:vararg
        mov \operand
        .endm
        mem 8(%rax), %ebx
        mem (%rax,%rbx,4), %ecx
        .altmacro
        .macro alt x, y
        LOCAL here
here:   .byte x, y
        .quad here
        .endm
        alt 1, %(2 + 3)
        alt <6>, 7
        .macro str s
        .ascii "&s"
        .endm
        str <a, b>
        .noaltmacro
