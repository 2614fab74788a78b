# Unmasked exceptions of x87 and SSE, and when they come; EM, TS and MP; XSAVE areas with headers that XRSTOR must refuse.
#! args: --cpu haswell
#! serial: x87 b084 MF+12 b084 MF+b - MF+2 80c1 b084 MF+0
#! serial: EM TS MP NM+0 NM+0 - NM+0 - UD+0 NM+0 UD+0 UD+0 NM+0 UD+0 NM+0 NM+0 NM+0 - - - -
#! serial: SSE UD+0 XM+0 3f800000 1d84 - 40000000 GP(0)+a GP(0)+0 GP(0)+7 XM+1d
#! serial: FXSAVE GP(0)+0 GP(0)+11 ffff
#! serial: XSAVE UD+0 1 0 GP(0)+9 GP(0)+9 GP(0)+9 GP(0)+9 - GP(0)+5 GP(0)+1c - - GP(0)+0 GP(0)+0 GP(0)+0 GP(0)+0 GP(0)+0 GP(0)+0 - - GP(0)+0 GP(0)+0 UD+a 1 37f
        .include "protected.inc"
        .set    AREA, 0x30000
        .macro  status
        fnstsw  %ax
        movzwl  %ax, %eax
        show    %eax
        .endm
main:   fninit
        say     "x87"                           # an unmasked one waits for the next instruction that waits
        movw    $0x37B, AREA                    # division by zero
        fldcw   AREA
        try
        fld1
        fldz
        fdivrp
        nop
        status
        fwait
        done
        status
        fnclex
        try
        fldz
        fld1
        fdiv    %st(1), %st
        movl    $1, %ebx
        fld1
        done
        try                                     # these do not wait
        fnstcw  AREA+2
        fnstsw  AREA+4
        fnstenv AREA+8
        fninit
        fld1
        done
        movw    $0x37E, AREA                    # invalid: the operands stay
        fldcw   AREA
        fninit
        fldcw   AREA
        try
        fsqrt
        fwait
        done
        status
        fnclex
        movw    $0x37F, AREA
        fldcw   AREA
        fninit
        fldz
        fld1
        fdiv    %st(1), %st
        movw    $0x37B, AREA                    # it was masked when it came, and is not any more
        fldcw   AREA
        status
        try
        fld1
        done
        fninit

        say     "EM TS MP"
        .macro  with bits, code:vararg
        mov     %cr0, %eax
        and     $~0xE, %eax
        or      $\bits, %eax
        mov     %eax, %cr0
        try
        \code
        done
        .endm
        with    4, fld1
        with    8, fld1
        with    8, fwait
        with    10, fwait
        with    4, fwait
        with    4, emms
        with    8, emms
        with    4, addps %xmm0, %xmm0           # no OSFXSR yet
        mov     %cr4, %eax
        or      $0x200, %eax
        mov     %eax, %cr4
        with    4, addps %xmm0, %xmm0
        with    8, addps %xmm0, %xmm0
        with    12, addps %xmm0, %xmm0
        with    8, ldmxcsr AREA
        with    8, fxsave AREA
        with    4, fxsave AREA
        with    8, sfence
        with    8, prefetcht0 AREA
        with    12, movnti %eax, AREA
        with    2, fninit

        say     "SSE"                           # at once, and the destination stays
        movl    $0x1D80, AREA                   # division by zero unmasked
        ldmxcsr AREA
        mov     $0x3F800000, %eax
        movd    %eax, %xmm0
        xorps   %xmm1, %xmm1
        try                                     # #UD as long as the system does not know #XM
        divss   %xmm1, %xmm0
        done
        mov     %cr4, %eax
        or      $0x400, %eax
        mov     %eax, %cr4
        try
        divss   %xmm1, %xmm0
        done
        movd    %xmm0, %eax
        stmxcsr AREA
        show    %eax, AREA
        try                                     # a flag that stands already is no exception
        addss   %xmm0, %xmm0
        done
        movd    %xmm0, %eax
        show    %eax
        try
        movl    $0x10000, AREA
        ldmxcsr AREA
        done
        try
        movaps  AREA+8, %xmm0
        done
        try
        movups  AREA+8, %xmm0
        addps   AREA+8, %xmm0
        done
        try                                     # a QNaN invalid in COMISS, not in UCOMISS
        movl    $0x1F00, AREA
        ldmxcsr AREA
        mov     $0x7FC00000, %eax
        movd    %eax, %xmm2
        ucomiss %xmm2, %xmm2
        comiss  %xmm2, %xmm2
        done
        movl    $0x1F80, AREA
        ldmxcsr AREA

        say     "FXSAVE"
        try
        fxsave  AREA+8
        done
        try
        fxsave  AREA
        movl    $0x20000, AREA+24
        fxrstor AREA
        done
        show    AREA+28

        say     "XSAVE"
        try
        xsave   AREA
        done
        mov     %cr4, %eax
        or      $0x40000, %eax
        mov     %eax, %cr4
        xor     %ecx, %ecx
        xgetbv
        show    %eax, %edx
        .macro  xcr0 value
        try
        xor     %ecx, %ecx
        xor     %edx, %edx
        mov     $\value, %eax
        xsetbv
        done
        .endm
        xcr0    0
        xcr0    2
        xcr0    5
        xcr0    0x80000001
        xcr0    7
        try
        mov     $1, %ecx
        xsetbv
        done
        try
        user
        xor     %ecx, %ecx
        xsetbv
        done
        .macro  area offset, value              # a header that is as it must not be
        mov     $-1, %eax
        mov     $-1, %edx
        mov     $AREA, %edi
        push    %eax
        mov     $0x400, %ecx
        xor     %eax, %eax
        rep stosb
        pop     %eax
        xsave   AREA
        movl    $\value, AREA+\offset
        try
        xrstor  AREA
        done
        .endm
        area    512, 7
        area    512, 0
        area    512, 0x20
        area    516, 1
        area    520, 1
        area    524, 0x80000000
        area    528, 1
        area    535, 1
        area    536, 1
        area    575, 0
        area    24, 0x20000
        try
        xsave   AREA+32
        done
        try
        mov     $-1, %eax
        mov     $-1, %edx
        .byte   0xF0                            # LOCK
        xsave   AREA
        done
        fninit                                  # XSTATE_BV: what is in its initial state may be left out
        xorps   %xmm0, %xmm0
        fld1
        mov     $AREA, %edi
        xor     %eax, %eax
        mov     $0x400, %ecx
        rep stosb
        mov     $1, %eax
        xor     %edx, %edx
        xsave   AREA                            # x87 only
        show    AREA+512
        fninit
        movl    $0, AREA+512                    # all in its initial state, whatever stands in the area
        mov     $3, %eax
        xrstor  AREA
        fnstcw  AREA
        fnstsw  AREA+2
        show    AREA
        ret
        .data
        .gdt    gdt
        common_descriptors
        .endgdt
        .tss    tss, format=32
                ss0     = ds32
                esp0    = 0x7800
        .endtss
