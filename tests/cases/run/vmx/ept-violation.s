# A host that answers an EPT violation with nothing but VMRESUME: the walk through the extended page tables is told entry by entry.
#! not-for-bochs: there it never ends
#! exit: 4
#! args: --cpu haswell --max-instructions 2000000
#! explained: with reason 48, EPT violation
#! explained: write of guest-linear 0x5010, guest-physical 0x5010
#! explained: EPT PML4E[0]
#! explained: EPT PTE[5]
#! explained: read execute, write_back   <- write missing
#! explained: satisfied by: write (0x2) in PTE[5]
        .include "eptwrite.inc"
        to_64_bits
        into_vmx
        write_through_ept
