#! args: --32
        .code64
        syscall
# instead
        .code32
        sysenter
