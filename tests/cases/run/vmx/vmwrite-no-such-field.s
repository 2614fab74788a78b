# Fields that do not exist, that the processor does not have, that are read-only, and the upper half of one without halves. The last VM entry comes
# before, since a success makes earlier failures history.
#! args: --no-check
#! explained: `vmwrite` failed: VM-instruction error 12
#! explained: 0x6c20 is the encoding of no field
#! explained: `core2` has no field `ept_pointer` (0x201a): it comes with the control `enable_ept`
#! explained: `vmwrite` failed: VM-instruction error 13
#! explained: `exit_reason` (0x4402) is a VM-exit information field
#! explained: `vmread` failed: VM-instruction error 12
#! explained: 0x681f asks for the upper half of `guest.rip`
        .include "mistakes.inc"
        to_64_bits
        into_vmx
        xor     %eax, %eax
        mov     $0x6C20, %edx
        vmwrite %rax, %rdx
        mov     $0x201A, %edx
        vmwrite %rax, %rdx
        vmx_write VMX_EXIT_REASON
        mov     $VMX_GUEST_RIP + 1, %edx
        vmread  %rdx, %rax
        poweroff
on_exit:
guest_start:
        the_rest
        the_vmcs
        .endvmcs
