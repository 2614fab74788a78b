# Indirect functions and their other names: every reference is left to the linker. A call goes by PLT32 when its target was global or unknown where it stands, a
# jump when it is in the end.
        .type   foo, %gnu_indirect_function
        .hidden foo
        .globl  foo
foo:    ret                                     #= c3
        .set    alias, foo
        call    alias                           #= e800000000
        jmp     alias                           #= e900000000
        lea     alias(%rip), %eax               #= 8d0500000000
        call    foo                             #= e800000000
        je      foo                             #= 0f8400000000
        .type   own, @gnu_indirect_function
own:    ret                                     #= c3
        call    own                             #= e800000000
        jmp     own                             #= e900000000
        mov     $own, %eax                      #= b800000000
        .set    function, own
        .type   function, %function
        call    function                        #= e800000000
late:   ret                                     #= c3
        call    late                            #= e800000000
        jmp     late                            #= ebf8
        .globl  late
        call    late                            #= e800000000
        call    later                           #= e800000000
        .globl  later
later:  ret                                     #= c3
        .data
        .quad   own, function, foo, alias
        .long   own - .
