# HLT in a guest without hlt_exiting and with interrupts off: nobody comes back.
#! not-for-bochs: there it never ends
#! explained: 9: the guest is halted for good, and the host does not get the processor back
#! explained: with interrupts off (IF is 0)
#! explained: `hlt_exiting` in `processor_based` (exit 12 at the HLT itself)
        .include "mistakes.inc"
        to_64_bits
        into_vmx
        vmlaunch
        jmp     failed
on_exit:
        poweroff
        .code32
guest_start:
        hlt
        .code64
        the_rest
        the_vmcs
        .endvmcs
