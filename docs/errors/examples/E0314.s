        {vex4}  vaddps %xmm1, %xmm2, %xmm3
# instead
        {vex3}  vaddps %xmm1, %xmm2, %xmm3
