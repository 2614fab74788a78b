# An instruction that the processor does not have yet.
#! not-for-bochs: the explanation is what is looked at
#! exit: 3
#! explained: `popcnt` needs POPCNT, which the processor `core2` does not have; `nehalem` has it
        .include "kernel.inc"
        real_start
        protected
        popcnt  %eax, %ebx
        hlt
        tables
