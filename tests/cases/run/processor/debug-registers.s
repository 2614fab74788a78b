# Debug registers: what each kind of breakpoint stops at, what DR6 then says (B0-B3, BD 2000, BS 4000, BT 8000), and what RF and the shadow of MOV SS hide.
#! args: --cpu haswell
#! serial: execute DB+10/1 - DB+10/2 - DB+15/4 DB+15/4 DB+15/4 - - DB+10/1 -
#! serial: write DB+1c/2 DB+33/2 - DB+1a/8 - DB+17/1 -
#! serial: read or write DB+15/2 DB+1a/2 DB+25/2 - DB+19/2 - DB+1d/1 -
#! serial: string DB+1a/2 DB+1a/2 0 - DB+22/1 0 - DB+1a/2 DB+1a/2 DB+28/2 DB+37/2 DB+43/2 - DB+13/4000 DB+15/4000 DB+16/4000 DB+1d/4000 DB+1e/4000 -
#! serial: port DB+12/4 DB+14/4 -
#! serial: step DB+a/4000 DB+b/4000 DB+12/4000 DB+13/4000 - DB+20/4002 DB+21/4000 DB+28/4000 DB+29/4000 - DB+b/4000 DB+e/4000 DB+f/4000 DB+16/4000 DB+17/4000 - -
#! serial: detect DB+8/2000 DB+8/2000
#! serial: frame DB+8f/2 -
#! serial: DR4 ffff0ff0 400 UD+0 ffffefff ffff0fff
        .include "protected.inc"
        .macro  breakpoint number, address, bits
        mov     $\address, %eax
        mov     %eax, %dr\number
        mov     $\bits, %eax
        mov     %eax, %dr7
        .endm
        .macro  off
        mov     $0x400, %eax
        mov     %eax, %dr7
        .endm
main:   movb    $1, stepping
        mov     %cr4, %eax
        or      $8, %eax                        # DE: DR4 is gone, breakpoints on ports are there
        mov     %eax, %cr4
        mov     $return, %eax
        mov     %ax, idt + 0x29 * 8
        shr     $16, %eax
        mov     %ax, idt + 0x29 * 8 + 6
        movl    $cs32, idt + 0x29 * 8 + 2
        movb    $0x8E, idt + 0x29 * 8 + 5

        say     "execute"                       # before the instruction; RF lets it run once
        try
        breakpoint 0, 1f, 0x402
1:      nop
        nop
        done
        try                                     # a local breakpoint, and a second register with the same address that is not enabled
        breakpoint 1, 1f, 0x404
1:      nop
        done
        try                                     # the second round of a loop stops again
        breakpoint 2, 1f, 0x420
        mov     $3, %ecx
1:      loop    1b
        done
        try                                     # in the middle of an instruction: never
        breakpoint 0, 1f+1, 0x402
1:      mov     $1, %eax
        done
        try                                     # a prefix is the start of the instruction
        breakpoint 0, 1f, 0x402
1:      lock incl 0x30000
        done
        off

        say     "write"                         # after the instruction
        try
        breakpoint 1, 0x30010, 0xD00408         # four bytes
        mov     0x30010, %eax
        movb    $1, 0x30013
        movb    $1, 0x3000F
        movb    $1, 0x30014
        movw    $1, 0x3000F
        done
        try
        breakpoint 3, 0x30021, 0x10000480       # one byte, and an access over it
        movl    $1, 0x30020
        movb    $1, 0x30020
        done
        try                                     # unaligned for its length: the low bits do not count
        breakpoint 0, 0x30033, 0xD0402
        movb    $1, 0x30030
        movb    $1, 0x30034
        done
        say     "read or write"
        try
        breakpoint 1, 0x30010, 0x700408         # two bytes
        mov     0x30010, %al
        mov     %al, 0x30011
        mov     0x30012, %al
        push    0x3000F
        pop     %eax
        done
        try                                     # the stack counts too
        mov     %esp, %ebp
        mov     $0x30208, %esp
        breakpoint 1, 0x30204, 0xF00408
        pushl   $1
        off
        mov     %ebp, %esp
        done
        try                                     # two at once
        mov     $0x30040, %eax
        mov     %eax, %dr0
        breakpoint 1, 0x30042, 0x5F040A
        mov     0x30040, %eax
        done
        off

        say     "string"                        # between two rounds
        try
        breakpoint 1, 0x30104, 0x700408
        mov     $0x30100, %edi
        mov     $8, %ecx
        rep stosb
        show    %ecx
        done
        off

        try                                     # a breakpoint on the string itself: RF holds for all of it
        mov     $0x30100, %edi
        mov     $4, %ecx
        mov     $1f, %eax
        mov     %eax, %dr0
        breakpoint 1, 0x30200, 0x700412
1:      rep stosb
        show    %ecx
        done
        off
        try
        mov     $0x30100, %esi
        mov     $4, %ecx
        breakpoint 1, 0x30101, 0x700408
        rep lodsb
        mov     $0x30100, %edi
        mov     $3, %ecx
        repne scasb
        mov     $0x30101, %edi
        mov     $0x30101, %esi
        mov     $2, %ecx
        repe cmpsb
        mov     $0x30101, %edi
        mov     $2, %ecx
        rep movsb
        done
        off
        try                                     # the step, too, is one of the string's
        mov     $0x30100, %edi
        mov     $2, %ecx
        pushfl
        orl     $0x100, (%esp)
        popfl
        rep stosb
        pushfl
        andl    $~0x100, (%esp)
        popfl
        done

        say     "port"
        try
        breakpoint 2, 0x80, 0x2000420
        out     %al, $0x80
        in      $0x80, %al
        in      $0x61, %al
        mov     0x80, %al
        done
        mov     %cr4, %eax
        and     $~8, %eax
        mov     %eax, %cr4
        off

        say     "step"
        try
        pushfl
        orl     $0x100, (%esp)
        popfl
        nop
        pushfl
        andl    $~0x100, (%esp)
        popfl
        nop
        done
        try                                     # together with a breakpoint on data
        breakpoint 1, 0x30010, 0x500408
        pushfl
        orl     $0x100, (%esp)
        popfl
        movb    $1, 0x30010
        pushfl
        andl    $~0x100, (%esp)
        popfl
        done
        off
        try                                     # a shadow hides what would stop in it, and the step
        pushfl
        orl     $0x100, (%esp)
        popfl
        mov     %ss, %eax
        mov     %eax, %ss
        nop
        pushfl
        andl    $~0x100, (%esp)
        popfl
        done
        try                                     # an execution breakpoint behind MOV SS is lost
        breakpoint 0, 1f, 0x402
        mov     %ss, %eax
        mov     %eax, %ss
1:      nop
        done
        off

        say     "detect"
        movb    $0, stepping
        try
        mov     $0x2400, %eax
        mov     %eax, %dr7
        mov     %dr3, %eax
        done
        try
        mov     $0x2400, %eax
        mov     %eax, %dr7
        mov     %eax, %dr6
        done
        off

        say     "frame"                         # what an interrupt pushes counts, in front of the handler's first instruction
        movb    $1, stepping
        mov     %esp, %ebp
        try
        mov     $0x30208, %esp
        breakpoint 1, 0x30200, 0xD00408
        int     $0x29
        off
        mov     %ebp, %esp
        done

        say     "DR4"                           # another name of DR6, or nothing at all
        xor     %eax, %eax
        mov     %eax, %dr6
        mov     %dr4, %eax
        show    %eax
        mov     %dr5, %eax
        show    %eax
        mov     %cr4, %eax
        or      $8, %eax
        mov     %eax, %cr4
        try
        mov     %dr4, %eax
        done
        mov     $-1, %eax
        mov     %eax, %dr6
        mov     %dr6, %ebx
        show    %ebx
        mov     $~0x2000, %eax
        mov     %eax, %dr7
        mov     %dr7, %ebx
        show    %ebx
        ret
return: iret
        .data
        .gdt    gdt
        common_descriptors
        .endgdt
        .tss    tss, format=32
                ss0     = ds32
                esp0    = 0x7800
        .endtss
