# VMWRITE before VMPTRLD, unchecked; everything after it fails as well.
#! explained: 10: `vmwrite` failed: VMfailInvalid
#! explained: there is no current VMCS
#! explained: VMCLEAR of a region, then VMPTRLD
        .include "mistakes.inc"
        to_64_bits
        vmx_feature_control failed
        vmx_enable
        vmx_on  vmxon_region, failed
        vmx_write VMX_GUEST_RIP
        vmlaunch
        jmp     failed
on_exit:
guest_start:
        the_rest
        the_vmcs
        .endvmcs
