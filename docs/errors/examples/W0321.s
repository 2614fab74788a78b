        movsb   (%rbx), %es:(%rdi)
# instead
        movsb   (%rsi), %es:(%rdi)
