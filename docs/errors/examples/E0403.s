        mov     $limit, %al
limit = 300
# instead
        mov     $limit, %ax
limit = 300
