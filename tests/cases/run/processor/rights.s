# Who may do what at which level: alignment checks at level 3, SMEP, SMAP with STAC and CLAC, global pages.
#! args: --cpu skylake
#! serial: AC AC(0)+23 AC(0)+23 30+2a AC(0)+23 30+2a AC(0)+23 AC(0)+23 AC(0)+23 AC(0)+23 AC(0)+23 GP(0)+23 GP(0)+23 30+2c AC(0)+23 AC(0)+23 AC(0)+23 AC(0)+23 30+29 AC(0)+23 30+27 AC(0)+23 - AC(0)+2b
#! serial: SMEP - PF(11)+0@34000 - -
#! serial: SMAP - - PF(1)+8@34000 - PF(3)+26@34000 4
#! serial: global 36 38 36
        .include "protected.inc"
        .macro  cr4_set bits
        mov     %cr4, %eax
        or      $\bits, %eax
        mov     %eax, %cr4
        .endm
        .macro  cr4_clear bits
        mov     %cr4, %eax
        and     $~\bits, %eax
        mov     %eax, %cr4
        .endm
        .set    SUPERVISOR, 3
main:   call    paging
        fninit
        say     "AC"                            # CR0.AM and EFLAGS.AC at level 3
        mov     %cr0, %eax
        or      $0x40000, %eax
        mov     %eax, %cr0
        .macro  checked code:vararg
        try
        user    0x43002
        mov     $ds3, %eax
        mov     %eax, %ds
        mov     %eax, %es
        \code
        int     $0x30
        done
        .endm
        checked movl 0x30001, %eax
        checked movl 0x30002, %eax
        checked movl 0x30004, %eax
        checked movw 0x30001, %ax
        checked movb 0x30001, %al
        checked fldl 0x30004
        checked fldt 0x30004
        checked fldt 0x30001
        checked fnstenv 0x30002
        checked movq 0x30004, %mm0
        checked lgdt 0x30001
        checked lidtl 0x30001
        checked sgdt 0x30002
        checked lds 0x30002, %ebx
        checked bound %eax, 0x30002
        checked cmpxchg8b 0x30004
        checked cmpxchg8b 0x30002
        checked enter $4, $0
        checked enter $3, $0                    # its new top is unaligned
        checked pushw %ax
        checked lock incl 0x30001
        try                                     # at level 0 nothing is checked
        pushl   $0x40002
        popfl
        mov     0x30001, %eax
        pushl   $2
        popfl
        done
        try                                     # no page there: which comes first?
        movl    $0, 0x51000 + 4 * 0x33
        user    0x43002
        mov     $ds3, %eax
        mov     %eax, %ds
        mov     0x33001, %eax
        done

        say     "SMEP"                          # 34000 is the user's
        movl    $SUPERVISOR, 0x51000 + 4 * 0x30
        orl     $0x30000, 0x51000 + 4 * 0x30
        movb    $0xC3, 0x34000
        movb    $0xC3, 0x30000
        mov     $0x34000, %ebx
        try
        call    *%ebx
        done
        # the program's own pages become the supervisor's
        mov     $0x51000 + 4 * 7, %edi
        mov     $5, %ecx
1:      andl    $~4, (%edi)
        add     $4, %edi
        loop    1b
        mov     %cr3, %eax
        mov     %eax, %cr3
        cr4_set 0x100000
        try
        movl    %ebx, origin
        call    *%ebx
        done
        try                                     # reading is another thing
        mov     (%ebx), %eax
        done
        mov     $0x30000, %ebx
        try
        call    *%ebx
        done

        say     "SMAP"
        cr4_set 0x200000
        mov     $0x34000, %ebx
        try
        mov     (%ebx), %eax
        done
        try
        mov     %eax, (%ebx)
        done
        try
        stac
        mov     (%ebx), %eax
        clac
        mov     (%ebx), %eax
        done
        try                                     # POPF may set it as well
        pushl   $0x40002
        popfl
        incl    (%ebx)
        done
        clac
        try                                     # a string, from one side to the other
        stac
        mov     $0x34000, %esi
        mov     $0x30000, %edi
        mov     $4, %ecx
        rep movsb
        clac
        mov     $0x30000, %esi
        mov     $0x34000, %edi
        mov     $4, %ecx
        rep movsb
        done
        show    %ecx
        cr4_clear 0x300000

        say     "global"                        # what a load of CR3 leaves in the TLB is not what a program may rely on; what it takes away is
        movl    $0x36107, 0x51000 + 4 * 0x37    # global, to 36000
        movl    $0x36, 0x36000
        movl    $0x38, 0x38000
        invlpg  0x37000
        cr4_set 0x80                            # PGE
        show    0x37000
        movl    $0x38107, 0x51000 + 4 * 0x37
        invlpg  0x37000                         # takes global ones too
        show    0x37000
        movl    $0x36107, 0x51000 + 4 * 0x37
        cr4_clear 0x80                          # and so does a change of PGE
        show    0x37000
        ret
        .data
        .gdt    gdt
        common_descriptors
        .endgdt
        .tss    tss, format=32
                ss0     = ds32
                esp0    = 0x7800
        .endtss
