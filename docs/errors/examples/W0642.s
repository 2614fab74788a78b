#! image
        .vmcs   guest
        guest.segments  = v86(0x1000)
        guest.rflags    = VM
        guest.cr0       = PE | NE | PG
        guest.rip       = 0
        guest.cr3       = 0x1000
        guest.rsp       = 0x123456789
        host.rip        = on_exit
        host.rsp        = %esp
        .endvmcs
        .code32
        vmcs_load guest
on_exit: hlt
# instead
        .vmcs   guest
        guest.segments  = v86(0x1000)
        guest.rflags    = VM
        guest.cr0       = PE | NE | PG
        guest.rip       = 0
        guest.cr3       = 0x1000
        guest.rsp       = 0xFFF0
        host.rip        = on_exit
        host.rsp        = %esp
        .endvmcs
        .code32
        vmcs_load guest
on_exit: hlt
