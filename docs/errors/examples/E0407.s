        jmp     1f
# instead
        jmp     1f
1:      ret
