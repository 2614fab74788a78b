# SSE without CR4.OSFXSR.
#! not-for-bochs: the explanation is what is looked at
#! exit: 3
#! explained: SSE instructions need CR4.OSFXSR (bit 9), which is 0
        .include "kernel.inc"
        real_start
        protected
        long_mode
        xorps   %xmm0, %xmm0
        hlt
        tables
