        lea     (%rax,%rax,3), %rcx
# instead
        lea     (%rax,%rax,2), %rcx
