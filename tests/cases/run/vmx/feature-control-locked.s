# The BIOS has locked IA32_FEATURE_CONTROL, and who writes it without a look gets #GP.
#! exit: 3
#! explained: which IA32_FEATURE_CONTROL (MSR 0x3a) does not take; it is 0x5: it was locked (bit 0)
        .include "mistakes.inc"
        to_64_bits
        mov     $0x3A, %ecx
        mov     $5, %eax
        xor     %edx, %edx
        wrmsr
on_exit:
guest_start:
        the_rest
        the_vmcs
        .endvmcs
