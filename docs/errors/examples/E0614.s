#! image
        .code64
        vmcs_load guset
# instead
        .code64
        .vmcs   guest
        guest.segments  = v86(0x1000)
        guest.rflags    = VM
        guest.cr0       = PE | NE | PG
        guest.rip       = 0
        guest.cr3       = 0x1000
        host.rip        = on_exit
        host.rsp        = %rsp
        .endvmcs
        vmcs_load guest
on_exit: hlt
