# The second entry of the VM-entry MSR-load area breaks a rule, msr-load-x2apic: the entry fails with exit reason 34 and the entry's number.
#! not-for-bochs: it loads this one, which the manual forbids under "Loading MSRs"
#! args: --no-check
#! explained: `vmlaunch` failed: exit reason 34
#! explained: entry 2 of the VM-entry MSR-load area
#! explained: x2APIC registers
#! explained: msr-load-x2apic
#! serial: reason 80000022 qualification 00000002
        .include "mistakes.inc"
        to_64_bits
        into_vmx
        vmlaunch
        jmp     failed
on_exit:
        tell_exit
        poweroff
        .code32
guest_start:
        vmcall
        .code64
        .data
        .balign 16
area:   .long   0x174, 0
        .quad   8
        .long   0x808, 0
        .quad   0
        .text
        the_rest
        the_vmcs
                entry_msr_load_address = area
                entry_msr_load_count = 2
        .endvmcs
