# VMXON's operand is the place that holds the region's address; this names the region.
#! explained: 12: `vmxon` failed: VMfailInvalid
#! explained: not a multiple of 4096
#! explained: the operand of VMXON is the region itself
        .include "mistakes.inc"
        to_64_bits
        vmx_feature_control failed
        vmx_enable
        mov     $0x480, %ecx
        rdmsr
        mov     %eax, vmxon_region
        vmxon   vmxon_region
        jna     failed
on_exit:
guest_start:
        the_rest
        the_vmcs
        .endvmcs
