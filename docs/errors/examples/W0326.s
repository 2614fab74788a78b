        vpgatherdd %ymm1, (%rax, %ymm2), %ymm1
# instead
        vpgatherdd %ymm1, (%rax, %ymm2), %ymm3
