        tdpbssd %tmm1, %tmm1, %tmm2
# instead
        tdpbssd %tmm1, %tmm3, %tmm2
