# An EPT entry that no walk accepts: what is wrong with it is told.
#! not-for-bochs: there it never ends
#! exit: 4
#! args: --cpu haswell --max-instructions 2000000
#! explained: with reason 49, EPT misconfiguration
#! explained: EPT PML4E[0]
#! explained: misconfigured: write without read
        .include "eptwrite.inc"
        to_64_bits
        into_vmx
        mov     ept, %rax
        .rept   2
        and     $-4096, %rax
        mov     (%rax), %rax
        .endr
        and     $-4096, %rax
        movq    $0x5032, 5 * 8(%rax)            # write without read
        write_through_ept
