# The second entry of the VM-entry MSR-load area breaks a rule, msr-load-reserved: the entry fails with exit reason 34 and the entry's number.
#! args: --no-check
#! explained: `vmlaunch` failed: exit reason 34
#! explained: entry 2 of the VM-entry MSR-load area
#! explained: bytes 4 to 7
#! explained: msr-load-reserved
#! serial: reason 80000022 qualification 00000002
        .include "msrload.inc"
        entry_that_loads 0x174, 8, reserved=1
