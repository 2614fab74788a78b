        loop    far_away
        .skip   200
far_away:
# instead
        dec     %rcx
        jnz     far_away
        .skip   200
far_away:
