        vaddps  %zmm1, %zmm2, %zmm3{%k9}
# instead
        vaddps  %zmm1, %zmm2, %zmm3{%k7}
