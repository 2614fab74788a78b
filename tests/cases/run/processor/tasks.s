# Task switches: by JMP, CALL, IRET, a task gate and an exception; busy bits, NT and the back link, CR0.TS, the T bit, 16-bit tasks, and what #TS and #NP say and in
# which task they come.
#! serial: jmp 30 0 8 89 8b 89 0 -
#! serial: call 30 4000 8 8b 8b 89 28 28 0 8 8b 89 89 -
#! serial: nested 8b 8b 8b 30 8b 8b 89 8b 89 89 -
#! serial: gate 30 4000 8 30 4000 8 0 -
#! serial: level 3 30 4000 8 30+23 GP(48)+1a GP(30)+1a
#! serial: exception 1004 30 4000 8 5 28 0 8 -
#! serial: faults GP(30)+0 NP(30)+0 TS(30)+0 8b 89 89 TS(30)+f TS(1000)+f 1000 30 7 - 0 30 c 28 30 7 10 30 7 0 30 7 18 30 7 20 30 7 0 30 7 58 30 7 60 30 7 58 30 7 10 30 7 1000 30 7 68 30 7
#! serial: trap DB+7/8000
#! serial: 16 bits ffff7300 0 0 40 4000 8 12345678 28 0 8 -
        .include "protected.inc"
# ready NAME, CODE -- the task of NAME starts anew.
        .macro  ready name, code, cs=cs32
        movb    $0x89, gdt + \name + 5
        movl    $\code, \name\()_tss + 0x20
        movl    $2, \name\()_tss + 0x24
        movl    $0x7400, \name\()_tss + 0x38
        movl    $\cs, \name\()_tss + 0x4C
        movl    $ds32, \name\()_tss + 0x50
        movl    $ds32, \name\()_tss + 0x54
        movl    $ds32, \name\()_tss + 0x48
        movl    $0, \name\()_tss + 0x60
        movl    $0x680000, \name\()_tss + 0x64
        .endm
        .macro  types                           # of the descriptors: 9 available, b busy
        movzbl  gdt + tr + 5, %eax
        movzbl  gdt + one + 5, %ebx
        movzbl  gdt + two + 5, %ecx
        show    %eax, %ebx, %ecx
        .endm
        .macro  state                           # task register, NT and the like, CR0.TS, back link
        str     %eax
        pushfl
        popl    %ebx
        and     $0x7000, %ebx
        mov     %cr0, %ecx
        and     $8, %ecx
        show    %eax, %ebx, %ecx
        .endm
# again -- TR as at the start, whatever became of it.
        .macro  again
        movb    $0x89, gdt + tr + 5
        mov     $tr, %eax
        ltr     %ax
        pushl   $2
        popfl
        clts
        .endm

main:   say     "jmp"
        ready   one, 1f
        try
        ljmp    $one, $0
1:      state
        types
        show    one_tss
        movb    $0x89, gdt + tr + 5
        done
        again
        say     "call"
        ready   one, 1f
        try
        lcall   $one, $0
        state
        types
        jmp     2f
1:      state
        types
        movzwl  one_tss, %eax
        show    %eax
        iret
2:
        done
        again
        say     "nested"
        ready   one, 1f
        ready   two, 2f
        try
        lcall   $one, $0
        types
        jmp     3f
1:      lcall   $two, $0
        types
        iret
2:      types
        show    two_tss
        iret
3:
        done
        again
        say     "gate"
        movl    $one << 16, idt + 0x29 * 8
        movl    $0x8500, idt + 0x29 * 8 + 4
        ready   one, 1f
        try
        lcall   $gate, $0
        int     $0x29
        show    %edi
        jmp     2f
1:      mov     $0x111, %edi                    # the task's own register
        state
        iret
        mov     $0x222, %edi                    # it goes on behind its IRET
        state
        iret
2:
        done
        again
        say     "level 3"
        ready   one, 1f
        try
        user
        lcall   $gate3, $0
        int     $0x30
1:      state
        iret
        done
        again
        try
        user
        lcall   $gate, $0
        done
        try
        user
        lcall   $one, $0
        done
        again

        say     "exception"                     # its error code is pushed on the task's stack
        movl    idt + 13 * 8, %eax
        movl    %eax, saved
        movl    idt + 13 * 8 + 4, %eax
        movl    %eax, saved + 4
        movl    $one << 16, idt + 13 * 8
        movl    $0x8500, idt + 13 * 8 + 4
        ready   one, 1f
        try
        mov     $0x1004, %eax
        mov     %eax, %fs
        jmp     2f
1:      popl    %eax
        show    %eax
        state
        mov     tss + 0x20, %eax
        sub     origin, %eax
        show    %eax
        addl    $2, tss + 0x20                  # behind the instruction
        iret
2:      state
        done
        again
        mov     saved, %eax
        mov     %eax, idt + 13 * 8
        mov     saved + 4, %eax
        mov     %eax, idt + 13 * 8 + 4

        say     "faults"
        ready   one, 1f
        movb    $0x8B, gdt + one + 5            # busy already
        try
        ljmp    $one, $0
        done
        movb    $0x09, gdt + one + 5            # not present
        try
        ljmp    $one, $0
        done
        movb    $0x89, gdt + one + 5
        movw    $0x66, gdt + one                # too short
        try
        ljmp    $one, $0
        done
        types
        movw    $0x67, gdt + one
        try                                     # IRET with NT to a task that is not busy
        movw    $one, tss
        pushl   $0x4002
        popfl
        iret
        done
        again
        try
        movw    $0x1000, tss
        pushl   $0x4002
        popfl
        iret
        done
        again
        # The fault comes in the new task, which may have no stack: a third one takes it. Vector, error code, its back link, EIP there.
        .irp    vector, 10, 11, 12, 13
        movl    $two << 16, idt + \vector * 8
        movl    $0x8500, idt + \vector * 8 + 4
        .endr
        .macro  bad offset, value
        ready   one, 1f
        ready   two, task_fault
        movl    $\value, one_tss + \offset
        try
        ljmp    $one, $0
1:
        done
        again
        .endm
        bad     0x54, 0x1000                    # DS beyond the table
        bad     0x54, cs3                  # code of level 3: readable, so it may be
        bad     0x54, tr                        # no segment for data
        bad     0x4C, ds32                      # CS is data
        bad     0x4C, 0                         # CS null
        bad     0x4C, cs3-3                   # CS of level 3 with RPL 0
        bad     0x50, ds3                       # SS of another level
        bad     0x50, 0
        bad     0x50, absent
        bad     0x4C, absent_code
        bad     0x54, absent
        bad     0x60, ds32                      # LDT: no LDT
        bad     0x60, 0x1000
        bad     0x60, absent_ldt

        say     "trap"                          # T in the TSS: #DB as the first thing
        ready   one, 1f
        movl    $0x680001, one_tss + 0x64
        try
        ljmp    $one, $0
1:      nop
        done
        again
        say     "16 bits"
        movb    $0x81, gdt + small + 5
        movw    $1f, small_tss + 14
        movw    $2, small_tss + 16
        movw    $0x7300, small_tss + 26
        movw    $ds32, small_tss + 34
        movw    $cs32, small_tss + 36
        movw    $ds32, small_tss + 38
        movw    $ds32, small_tss + 40
        try
        mov     $0x12345678, %esi
        lcall   $small, $0
        show    %esi
        state
        jmp     2f
1:      mov     %esp, %ebx                      # the upper halves are modified: to ones
        movzwl  %sp, %esp
        show    %ebx
        mov     %fs, %eax
        mov     %gs, %ecx
        show    %eax, %ecx
        state
        iret
2:
        done
        ret
task_fault:
        popl    %eax
        movzwl  two_tss, %ebx
        mov     one_tss + 0x20, %ecx
        sub     origin, %ecx
        show    %eax, %ebx, %ecx
        mov     level0, %esp
        jmp     *resume
        .data
saved:  .quad   0
        .gdt    gdt
        common_descriptors
one:            .descriptor tss32, base=one_tss
two:            .descriptor tss32, base=two_tss
small:          .descriptor tss16, base=small_tss
gate:           .descriptor task_gate, selector=one
gate3:          .descriptor task_gate, selector=one, dpl=3, rpl=3
absent:         .descriptor data32, not_present
absent_code:    .descriptor code32, not_present
absent_ldt:     .descriptor ldt, base=0x30000, limit=7, not_present
        .endgdt
        .balign 16
        .tss    tss, format=32
                ss0     = ds32
                esp0    = 0x7800
        .endtss
        .tss    one_tss, format=32
        .endtss
        .tss    two_tss, format=32
        .endtss
        .tss    small_tss, format=16
        .endtss
