# VMXON while address line 20 is off.
#! exit: 3
#! explained: `vmxon` raised #GP
#! explained: address line 20 is off
        .include "mistakes.inc"
        to_64_bits
        vmx_feature_control failed
        vmx_enable
        in      $0x92, %al
        and     $0xFC, %al                              # not bit 0, which resets
        out     %al, $0x92
        vmxon   vmxon_region.pointer
on_exit:
guest_start:
        the_rest
        the_vmcs
        .endvmcs
