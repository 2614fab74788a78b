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
        .include "mistakes.inc"
        to_64_bits
        into_vmx
        vmlaunch
        jmp     failed
on_exit:
        vmx_read VMX_EXIT_REASON
        vmresume
        jmp     failed
        .code32
guest_start:
        movl    $1, 0x5010
        vmcall
        .code64
        .data
        .pagetables ept, format=ept
                .map    0, 0, 0x5000, read | write | execute, page=4K
                .map    0x5000, 0x5000, 0x1000, read | execute, page=4K
                .map    0x6000, 0x6000, 0x40000, read | write | execute, page=4K
        .endpagetables
        .text
        the_rest
        the_vmcs
                processor_based  = activate_secondary_controls
                processor_based2 = enable_ept
                ept_pointer     = ept.eptp
        .endvmcs
