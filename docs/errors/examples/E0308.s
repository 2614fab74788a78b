        mov     %ah, %r8b
# instead
        mov     %al, %r8b
