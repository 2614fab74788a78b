# Protected-mode virtual interrupts (CR4.PVI) at level 3 with IOPL 0: CLI and STI change VIF, a pending VIP makes STI fault; without PVI they fault. CR4.TSD and PCE.
#! serial: without GP(0)+17 0 GP(0)+1a 200 GP(0)+17 0 GP(0)+1a 80200 GP(0)+1a 80200 GP(0)+1a 100200 GP(0)+1a 100200 30+1d 0 30+1d 200 30+1d 80000
#! serial: with 30+1a 0 30+1d 200 30+1a 80000 30+1d 200 30+1d 80200 GP(0)+1a 100200 30+1d 100200 30+1d 0 30+1d 200 30+1d 80000
#! serial: both GP(0)+1a 180000 GP(0)+1a 180200
#! serial: POPF 30+22 200 30+2c 200
#! serial: level 0 180000 180000 -
#! serial: TSD 30+1e GP(0)+1a - GP(0)+1c
        .include "protected.inc"
        .macro  flags                           # VIP, VIF and IF, as an exception saved them
        mov     %ebx, %eax
        and     $0x180200, %eax
        show    %eax
        .endm
        .macro  virtual flags, code:vararg
        try
        user    \flags
        \code
        int     $0x30
        done
        mov     0x77F4, %ebx                    # EFLAGS on the stack of level 0
        flags
        .endm
        .macro  all
        virtual 0x002, cli
        virtual 0x202, cli
        virtual 0x002, sti
        virtual 0x80202, cli
        virtual 0x80202, sti
        virtual 0x100202, sti
        virtual 0x100202, cli
        virtual 0x3002, cli
        virtual 0x3002, sti
        virtual 0x83002, cli
        .endm
main:   say     "without"
        all
        mov     %cr4, %eax
        or      $2, %eax
        mov     %eax, %cr4
        say     "with"
        all
        say     "both"                          # VIF and VIP: nothing is executed
        virtual 0x180002, cli
        virtual 0x183202, nop
        say     "POPF"                          # takes neither IF nor VIF nor IOPL
        try
        user    0x202
        pushl   $0x183000
        popfl
        int     $0x30
        done
        mov     0x77F4, %ebx
        flags
        try                                     # nor does IRET to the same level
        user    0x202
        pushl   $0x183000
        pushl   $cs3
        pushl   $1f
        iret
1:      int     $0x30
        done
        mov     0x77F4, %ebx
        flags
        say     "level 0"                       # IRET takes all, CLI and STI are themselves
        try
        pushl   $0x180002
        pushl   $cs32
        pushl   $1f
        iret
1:      pushfl
        popl    %ebx
        flags
        cli
        pushfl
        popl    %ebx
        flags
        done
        say     "TSD"
        try
        user
        rdtsc
        int     $0x30
        done
        mov     %cr4, %eax
        or      $4, %eax
        mov     %eax, %cr4
        try
        user
        rdtsc
        done
        try
        rdtsc
        done
        try
        user
        xor     %ecx, %ecx
        rdpmc
        done
        ret
        .data
        .gdt    gdt
        common_descriptors
        .endgdt
        .tss    tss, format=32
                ss0     = ds32
                esp0    = 0x7800
        .endtss
