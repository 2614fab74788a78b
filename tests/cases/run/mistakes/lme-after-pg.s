# EFER.LME after CR0.PG.
#! not-for-bochs: the explanation is what is looked at
#! exit: 3
#! explained: EFER.LME cannot change while paging is on: it comes before CR0.PG
        .include "kernel.inc"
        real_start
        protected
        identity
        paging
        lme
        hlt
        tables
