# An MSR that the VM exit cannot store, since the processor has none of that number: VMX abort 1.
#! not-for-bochs: there it never ends
#! exit: 3
#! args: --no-check
#! explained: VMX abort 1: the VM exit with reason 18, VMCALL, could not be completed
#! explained: entry 2 of the VM-exit MSR-store area, for MSR 0x12345, cannot be stored
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
area:   .long   0x174, 0
        .quad   0
        .long   0x12345, 0
        .quad   0
        .text
        the_rest
        the_vmcs
                exit_msr_store_address = area
                exit_msr_store_count = 2
        .endvmcs
