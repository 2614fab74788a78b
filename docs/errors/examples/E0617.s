#! image
        .vmcs   guest
        guest.segments  = v86(0x1000)
        guest.cs.base   = 0x20000
        guest.rflags    = VM
        guest.cr0       = PE | NE | PG
        guest.tr.access_rights = 0x89           # available, but TR is always busy
        guest.rip       = 0
        guest.cr3       = 0x1000
        host.rip        = on_exit
        host.rsp        = %rsp
        .endvmcs
        .code64
        vmcs_load guest
on_exit: hlt
# instead
        .vmcs   guest
        guest.segments  = v86(0x1000)
        guest.rflags    = VM
        guest.cr0       = PE | NE | PG
        guest.rip       = 0
        guest.cr3       = 0x1000
        host.rip        = on_exit
        host.rsp        = %rsp
        .endvmcs
        .code64
        vmcs_load guest
on_exit: hlt
