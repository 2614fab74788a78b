# VM entry may put the guest into the shutdown state, from which it does not come back by itself.
#! not-for-bochs: there it never ends
#! args: --no-check
#! explained: the guest is shut down, and nothing can wake it
#! explained: 19: VM entry put it into that state
        .include "mistakes.inc"
        to_64_bits
        into_vmx
        vmlaunch
        jmp     failed
on_exit:
        poweroff
        .code32
guest_start:
        vmcall
        .code64
        the_rest
        the_vmcs
                guest.activity_state = shutdown
        .endvmcs
