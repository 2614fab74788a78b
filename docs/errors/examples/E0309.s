        lock mov %eax, (%rdi)
# instead
        lock add %eax, (%rdi)
