# The second entry of the VM-entry MSR-load area breaks a rule, msr-load-value: the entry fails with exit reason 34 and the entry's number.
#! args: --no-check
#! explained: `vmlaunch` failed: exit reason 34
#! explained: entry 2 of the VM-entry MSR-load area
#! explained: WRMSR of the value must not cause #GP
#! explained: msr-load-value
#! serial: reason 80000022 qualification 00000002
        .include "msrload.inc"
        entry_that_loads 0x277, 2
