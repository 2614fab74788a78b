# Long mode without CR4.PAE.
#! not-for-bochs: the explanation is what is looked at
#! exit: 3
#! explained: IA-32e mode needs CR4.PAE
        .include "kernel.inc"
        real_start
        protected
        tables4
        lme
        pg
        hlt
        tables
