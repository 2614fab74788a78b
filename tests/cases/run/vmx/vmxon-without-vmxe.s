# VMXON before CR4.VMXE is set.
#! exit: 3
#! explained: 8: triple fault
#! explained: `vmxon` raised #UD
#! explained: CR4.VMXE (bit 13) is 0
        .include "mistakes.inc"
        to_64_bits
        vmxon   vmxon_region.pointer
on_exit:
guest_start:
        the_rest
        the_vmcs
        .endvmcs
