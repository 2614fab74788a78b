# All errors of a file in one run, each where it is.
        mvo     %eax, %ebx              # error: no such instruction `mvo`
        mov     %ax, %ebx               # error: [E03
        nop
        .bogus  1                       # error: bogus
        .byte   1 +                     # error: expression
