# A guest that never exits.
#! not-for-bochs: there it never ends
#! exit: 4
#! args: --max-instructions 1000000
#! explained: 10: the guest has run for
#! explained: controls that would bring the host back
        .include "mistakes.inc"
        to_64_bits
        into_vmx
        vmlaunch
        jmp     failed
on_exit:
        poweroff
        .code32
guest_start:
        jmp     guest_start
        .code64
        the_rest
        the_vmcs
        .endvmcs
