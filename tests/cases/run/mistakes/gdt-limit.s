# The GDT's limit leaves the data segment out.
#! not-for-bochs: the explanation is what is looked at
#! exit: 3
#! explained: the selector is outside its descriptor table
#! explained: the table ends behind selector 0x8; the limit is the table's size less 1
        .include "kernel.inc"
        real_start
        movw    $15, gdtr
        protected
        hlt
        tables
