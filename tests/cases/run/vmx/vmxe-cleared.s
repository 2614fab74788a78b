# CR4.VMXE cannot be cleared between VMXON and VMXOFF.
#! exit: 3
#! explained: 0x20 for CR4 lacks VMXE: in VMX operation, from VMXON to VMXOFF, IA32_VMX_CR4_FIXED0 demands that it stays 1; VMXOFF comes before clearing it
        .include "mistakes.inc"
        to_64_bits
        into_vmx
        mov     %cr4, %rax
        btr     $13, %rax
        mov     %rax, %cr4
on_exit:
guest_start:
        the_rest
        the_vmcs
        .endvmcs
