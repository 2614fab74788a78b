        .title "t"
        .sbttl "s"
        .list
        .nolist
        .psize 60, 80
        .eject
        .print "printed"
        .arch core2
        .arch .sse4.1
        .extern something
        .code64
        .att_syntax prefix
        .set reg, %rcx
        mov reg, %rax                           #= 4889c8

        .intel_syntax noprefix
        mov eax, [rbx + 4]                      #= 8b4304
        .att_syntax
        mov 4(%rbx), %eax                       #= 8b4304
        rep; movsb                              #= f3a4
        lock; incl (%rax)                       #= f0ff0000000000
        . = . + 4
        .byte 1                                 #= 01
        .org 200
        .byte 2                                 #= 02
