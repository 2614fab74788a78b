#! image
        .vmcs   guest
        io_bitmaps      = ports
        guest.segments  = v86(0x1000)
        guest.rflags    = VM
        guest.cr0       = PE | NE | PG
        guest.rip       = 0
        guest.cr3       = 0x1000
        host.rip        = on_exit
        host.rsp        = %rsp
        .endvmcs
        .iobitmap ports, intercept=0x60
        .code64
        vmcs_load guest
on_exit: hlt
# instead
        .vmcs   guest
        io_bitmaps      = ports
        processor_based = use_io_bitmaps
        guest.segments  = v86(0x1000)
        guest.rflags    = VM
        guest.cr0       = PE | NE | PG
        guest.rip       = 0
        guest.cr3       = 0x1000
        host.rip        = on_exit
        host.rsp        = %rsp
        .endvmcs
        .iobitmap ports, intercept=0x60
        .code64
        vmcs_load guest
on_exit: hlt
