        mov     (%rax,%rsp,2), %rcx
# instead
        mov     (%rsp,%rax,2), %rcx
