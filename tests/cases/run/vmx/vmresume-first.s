# VMRESUME of a VMCS that was never launched.
#! explained: 7: `vmresume` failed: VM-instruction error 5
#! explained: has not been launched since its last VMCLEAR
        .include "mistakes.inc"
        to_64_bits
        into_vmx
        vmresume
        jmp     failed
on_exit:
guest_start:
        the_rest
        the_vmcs
        .endvmcs
