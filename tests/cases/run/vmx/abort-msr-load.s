# A VM exit that loads an MSR which cannot be loaded has nobody left to tell: VMX abort.
#! not-for-bochs: there it never ends
#! exit: 3
#! args: --no-check
#! explained: VMX abort 4: the VM exit with reason 18, VMCALL, could not be completed
#! explained: entry 2 of the VM-exit MSR-load area loads MSR 0xc0000100
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
        .msrlist area
                .msr    0x174, 8
                .msr    0xC0000100, 0
        .endmsrlist
        .text
        the_rest
        the_vmcs
                exit_msr_load = area
        .endvmcs
