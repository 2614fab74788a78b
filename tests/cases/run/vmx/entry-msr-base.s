# The second entry of the VM-entry MSR-load area breaks a rule, msr-load-base: the entry fails with exit reason 34 and the entry's number.
#! args: --no-check
#! explained: `vmlaunch` failed: exit reason 34
#! explained: entry 2 of the VM-entry MSR-load area
#! explained: IA32_FS_BASE and IA32_GS_BASE cannot be loaded
#! explained: msr-load-base
#! serial: reason 80000022 qualification 00000002
        .include "msrload.inc"
        entry_that_loads 0xC0000101, 0
