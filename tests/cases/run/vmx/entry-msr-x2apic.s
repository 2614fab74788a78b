# The second entry of the VM-entry MSR-load area breaks a rule, msr-load-x2apic: the entry fails with exit reason 34 and the entry's number.
#! not-for-bochs: it loads this one, which the manual forbids under "Loading MSRs"
#! args: --no-check
#! explained: `vmlaunch` failed: exit reason 34
#! explained: entry 2 of the VM-entry MSR-load area
#! explained: x2APIC registers
#! explained: msr-load-x2apic
#! serial: reason 80000022 qualification 00000002
        .include "msrload.inc"
        entry_that_loads 0x808, 0
