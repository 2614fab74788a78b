# VMLAUNCH for the second entry too: that is VMRESUME's.
#! exit-reasons: CPUID
#! explained: 13: `vmlaunch` failed: VM-instruction error 4
#! explained: has been launched
#! explained: satisfied by: VMRESUME to go on
        .include "mistakes.inc"
        to_64_bits
        into_vmx
        vmlaunch
        jmp     failed
on_exit:
        vmx_skip_instruction
        vmlaunch
        poweroff
        .code32
guest_start:
        cpuid
        vmcall
        .code64
        the_rest
        the_vmcs
        .endvmcs
