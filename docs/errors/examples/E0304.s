        add     %eax
# instead
        add     %eax, %eax
