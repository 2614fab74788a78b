# The VMLAUNCH fails into the host's exit handler, which goes on with VMRESUME: what is told is why the VMLAUNCH failed.
#! args: --no-check
#! not-for-bochs: it stays halted
#! exit: 3
#! explained: 11: `vmlaunch` failed: exit reason 33
#! explained: `guest.rflags` is 0x8002
#! explained: 14: after that, `vmresume` failed: VM-instruction error 5
        .include "mistakes.inc"
        to_64_bits
        into_vmx
        vmlaunch
        jmp     failed
on_exit:
        vmresume
        hlt
        .code32
guest_start:
        vmcall
        .code64
        the_rest
        the_vmcs
                guest.rflags = 0x8002
        .endvmcs
