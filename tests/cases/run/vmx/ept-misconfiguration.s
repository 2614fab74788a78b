# An EPT entry that no walk accepts: what is wrong with it is told.
#! not-for-bochs: there it never ends
#! exit: 4
#! args: --cpu haswell --max-instructions 2000000
#! explained: with reason 49, EPT misconfiguration
#! explained: EPT PML4E[0]
#! explained: misconfigured: write without read
        .include "mistakes.inc"
        to_64_bits
        into_vmx
        mov     ept, %rax
        .rept   2
        and     $-4096, %rax
        mov     (%rax), %rax
        .endr
        and     $-4096, %rax
        movq    $0x5032, 5 * 8(%rax)            # write without read
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
