# The bytes between an MSR number and its value must be 0 in an area that a VM exit fills, too: VMX abort 1.
#! not-for-bochs: there it never ends
#! exit: 3
#! args: --no-check
#! explained: VMX abort 1: the VM exit with reason 18, VMCALL, could not be completed
#! explained: entry 1 of the VM-exit MSR-store area
        .include "mistakes.inc"
        to_64_bits
        into_vmx
        vmlaunch
        jmp     failed
on_exit:
        poweroff
        .code32
guest_start:
        vmcall
        .code64
        .data
        .balign 16
area:   .long   0x174, 1
        .quad   0
        .text
        the_rest
        the_vmcs
                exit_msr_store_address = area
                exit_msr_store_count = 1
        .endvmcs
