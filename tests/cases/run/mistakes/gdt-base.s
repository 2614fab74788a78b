# GDTR does not lead to the table.
#! not-for-bochs: the explanation is what is looked at
#! exit: 3
#! explained: there are only zeros for selector 0x8: the base is a linear address
        .include "kernel.inc"
        real_start
        addl    $0x100000, gdtr + 2
        protected
        hlt
        tables
