# Intel syntax that GNU as refuses.
        .intel_syntax noprefix
        call    far ptr away                    #! E0303
        jmp     far ptr [away]                  #! E0303
