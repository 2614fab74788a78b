# .weakref: the alias means its target, also where it has been used before, and through other aliases.
        .long   before                          #= 00000000
        .weakref before, target1
        .weakref chained, middle
        .weakref middle, target2
        .long   chained                         #= 00000000
        .weakref alias, here
here:   nop                                     #= 90
        jmp     alias                           #= ebfd
