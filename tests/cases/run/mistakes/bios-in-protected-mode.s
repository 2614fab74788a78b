# A BIOS service called in protected mode.
#! not-for-bochs: the explanation is what is looked at
#! exit: 3
#! explained: 11: INT 0x10
#! explained: INT 0x10 is a service of the BIOS
#! explained: IDTR is still that of real mode
        .include "kernel.inc"
        real_start
        protected
        movb    $0x0e, %ah
        int     $0x10
        hlt
        tables
