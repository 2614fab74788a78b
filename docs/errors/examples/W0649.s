#! image
        .pagetables pages, format=pse
                .map    0, 0, 4M, present | writable | user
        .endpagetables
        .vmcs   guest
        guest.cs        = flat32
        guest.cr3       = pages.cr3
        guest.rip       = start
        host.rip        = on_exit
        .endvmcs
        .code64
        vmcs_load guest
on_exit: hlt
        .code32
start:  hlt
# instead
        .pagetables pages, format=pse
                .map    0, 0, 4M, present | writable | user
        .endpagetables
        .vmcs   guest
        guest.cs        = flat32
        guest.cr3       = pages.cr3
        guest.cr4       = PSE
        guest.rip       = start
        host.rip        = on_exit
        .endvmcs
        .code64
        vmcs_load guest
on_exit: hlt
        .code32
start:  hlt
