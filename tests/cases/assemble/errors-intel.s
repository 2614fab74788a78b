# Intel syntax that GNU as refuses.
        .intel_syntax noprefix
        call    far ptr away                    #! E0303
        jmp     far ptr [away]                  #! E0303
        mov     eax, dword ptr ds:rax           #! E0306
        mov     eax, [gs:rbx]                   #! E0306
        mov     eax, offset eax                 #! E0306
        call    near ptr rax                    #! E0306
        clflush [and]                           #! E0103
        lea     rax, eax[away - 4]              #! E0306
