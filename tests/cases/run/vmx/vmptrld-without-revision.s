# The VMCS region must begin with the revision identifier too.
#! explained: 11: `vmptrld` failed: VM-instruction error 11
#! explained: the region at 0x
#! explained: begins with 0x0; it must begin with
        .include "mistakes.inc"
        to_64_bits
        vmx_feature_control failed
        vmx_enable
        vmx_on  vmxon_region, failed
        vmclear guest.pointer
        vmptrld guest.pointer
        jna     failed
on_exit:
guest_start:
        the_rest
        the_vmcs
        .endvmcs
