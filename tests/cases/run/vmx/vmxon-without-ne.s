# VMXON with CR4.VMXE, but without CR0.NE, which VMX operation demands.
#! exit: 3
#! explained: `vmxon` raised #GP
#! explained: IA32_VMX_CR0_FIXED0 demands NE as well
        .include "mistakes.inc"
        to_64_bits
        vmx_feature_control failed
        mov     %cr4, %rax
        bts     $13, %rax
        mov     %rax, %cr4
        vmxon   vmxon_region.pointer
on_exit:
guest_start:
        the_rest
        the_vmcs
        .endvmcs
