# .arch: which no-operations padding is made of, long conditional jumps before the 386, VEX in place of AVX-512.
        .arch   i386
        nop                                     #= 90
        .p2align 4                              #= 8db426000000008db426000000008d7600
        .arch   pentiumpro
        nop                                     #= 90
        .p2align 3                              #= 0f1f8000000000
        .arch   .nonop
        nop                                     #= 90
        .p2align 3                              #= 8db42600000000
        .arch   push
        .arch   default
        .arch   pop
        nop                                     #= 90
        .p2align 3                              #= 8db42600000000
        .nops   7                               #= 8db42600000000
        nop                                     #= 90
        .arch   core2, nojumps
        .nops   8                               #= 0f1f840000000000
        .code16
        .arch   i8086, jumps
        jne     1f                              #= 7503e9a000
        jne     2f                              #= 7500
2:      jc      elsewhere                       #= 7303e90000
        .skip   0x99
1:      .code64
        .arch   default
        vpdpbusd %ymm1, %ymm2, %ymm3            #= 62f26d2850d9
        .arch   .noavx512_vnni
        vpdpbusd %ymm1, %ymm2, %ymm3            #= c4e26d50d9
        .arch   .avx512_vnni
        vpdpbusd %ymm1, %ymm2, %ymm3            #= 62f26d2850d9
        .arch   .noavx512vl
        vpdpbusd %zmm1, %zmm2, %zmm3            #= 62f26d4850d9
        vpmadd52luq %ymm1, %ymm2, %ymm3         #= c4e2edb4d9
        .arch   i387                            #! E0220
        .arch   .ssse2                          #! E0220
        .arch   i386, maybe                     #! E0217
        .arch   pop                             #! E0220
