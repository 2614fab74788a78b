# What an exception on the way to another's handler becomes ("Interrupt 8--Double Fault Exception"), with the error code of the second where it is
# served; NMIs one at a time, up to the next IRET, and not in the shadow of MOV SS.
#! serial: one NP(33)+0 NP(1a)+0 NP(182)+0 DF(0)+0 DF(0)+0 DF(0)+0
#! serial: pages DF(0)+0 0 28 2 28 2 28
#! serial: NMI
#! serial: () -
#! serial: ()
#! serial: () -
#! serial: () -
        .include "protected.inc"
        .set    ICR, 0xFEE00300
        .macro  absent vector
        andb    $0x7F, idt + \vector * 8 + 5
        .endm
        .macro  there vector
        orb     $0x80, idt + \vector * 8 + 5
        .endm
        .macro  lost vector, code:vararg        # with that vector's gate not there
        absent  \vector
        try
        \code
        done
        there   \vector
        .endm
        .macro  nmi
        movl    $0x4400, ICR                    # to itself
        .endm
main:   say     "one"
        lost    6, ud2                          # benign: #NP is served, with EXT
        lost    3, int3                         # a program's own interrupt: without EXT
        lost    0x30, int $0x30
        lost    0, aam $0                       # contributory and contributory
        mov     $0x1000, %edi
        lost    13, mov %edi, %fs
        lost    11, ljmp $gone, $0
        call    paging
        movl    $0, 0x51000 + 4 * 0x33
        say     "pages"
        lost    14, movl 0x33000, %eax          # page fault, then contributory
        # a stack that is not there: what comes at level 3 cannot be delivered
        movl    $0x33800, tss + 4
        .macro  no_stack code:vararg
        try
        user
        mov     $ds3, %eax
        mov     %eax, %ds
        \code
        done
        .endm
        movl    $two << 16, idt + 8 * 8         # a double fault needs its own
        movl    $0x8500, idt + 8 * 8 + 4
        .macro  fresh
        movb    $0x89, gdt + two + 5
        movl    $double, two_tss + 0x20
        movl    $2, two_tss + 0x24
        movl    $0x7400, two_tss + 0x38
        .endm
        fresh
        no_stack movl 0x33000, %eax             # a page fault, twice: double
        movb    $0x89, gdt + tr + 5
        mov     $tr, %eax
        ltr     %ax
        fresh
        movl    $two << 16, idt + 14 * 8        # contributory or benign, then a page fault: that is served
        movl    $0x8500, idt + 14 * 8 + 4
        no_stack hlt
        fresh
        movb    $0x89, gdt + tr + 5
        mov     $tr, %eax
        ltr     %ax
        no_stack ud2
        movb    $0x89, gdt + tr + 5
        mov     $tr, %eax
        ltr     %ax

        say     "NMI"
        mov     %cr0, %eax
        btr     $31, %eax
        mov     %eax, %cr0
        mov     $on_nmi, %eax
        mov     %ax, idt + 2 * 8
        try
        nmi
        nop
        done
        movl    $2, rounds                      # one more inside: it waits
        try
        nmi
        nop
        done
        try                                     # the shadow of MOV SS: behind the next instruction
        movl    $0xBEEF, %ecx
        mov     %ss, %eax
        mov     $ICR, %ebx
        mov     $0x4400, %edx
        mov     %eax, %ss
        mov     %edx, (%ebx)
        incl    %ecx
        nop
        done
        ret
on_nmi: pushal
        say     "("
        decl    rounds
        jle     1f
        nmi
        nop
1:      mov     $')', %al
        call    character
        popal
        iret
double: popl    %eax
        movzwl  two_tss, %ebx
        show    %eax, %ebx
        mov     level0, %esp
        pushl   $2
        popfl
        jmp     *resume
        .data
rounds: .long   1
        .gdt    gdt
        common_descriptors
two:            .descriptor tss32, base=two_tss
gone:           .descriptor code32, not_present
        .endgdt
        .tss    tss, format=32
                ss0     = ds32
                esp0    = 0x7800
                cr3     = 0x50000
        .endtss
        .tss    two_tss, format=32
                cr3     = 0x50000
                cs      = cs32
                ss      = ds32
                ds      = ds32
                es      = ds32
        .endtss
