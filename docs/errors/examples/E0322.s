        vaddpd  %zmm4, {rn-sae}, %zmm5, %zmm6
# instead
        vaddpd  {rn-sae}, %zmm4, %zmm5, %zmm6
