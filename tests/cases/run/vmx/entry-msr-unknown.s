# The second entry of the VM-entry MSR-load area breaks a rule, msr-load-unknown: the entry fails with exit reason 34 and the entry's number.
#! not-for-bochs: its default is to ignore MSRs that it does not know
#! args: --no-check
#! explained: `vmlaunch` failed: exit reason 34
#! explained: entry 2 of the VM-entry MSR-load area
#! explained: the processor must have the MSR
#! explained: msr-load-unknown
#! serial: reason 80000022 qualification 00000002
        .include "msrload.inc"
        entry_that_loads 0x12345, 0
