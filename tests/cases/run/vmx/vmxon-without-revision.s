# The VMXON region must begin with the revision identifier.
#! explained: 8: `vmxon` failed
#! explained: begins with 0x0; it must begin with the processor's revision identifier, 0x2b
        .include "mistakes.inc"
        to_64_bits
        vmx_feature_control failed
        vmx_enable
        vmxon   vmxon_region.pointer
        jna     failed
on_exit:
guest_start:
        the_rest
        the_vmcs
        .endvmcs
