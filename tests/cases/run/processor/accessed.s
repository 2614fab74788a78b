# Descriptors that are not accessed yet, in a table on a page that cannot be written: the transfer faults before it has changed a register, and is done again once
# the page is writable. (A hypervisor that keeps shadow page tables protects its guest's pages in this way.)
#! serial: LJMP PF(3)+0@30005 10004 7bfc -
#! serial: LCALL, LRET PF(3)+0@30005 4 7bf4 4 7bfc -
#! serial: LRET PF(3)+f@30005 4 7bfc -
#! serial: IRET PF(3)+b@30005 4 7bfc -
#! serial: LRET to level 1 PF(3)+14@30015 15 1d 71fc 30+1c
#! serial: IRET to level 1, whose stack alone is not accessed PF(3)+4b@30015 15 1d 71fc 30+21
#! serial: a call gate from level 3 to level 1 PF(3)+1a@3001d 15 1d 75ec 30+93
#! serial: MOV and POP PF(3)+5@3000d c 1c 7bfc -
        .include "protected.inc"
        .set    TABLE, 0x30000
        .set    PAGE, 0x51000 + 4 * (TABLE >> 12)

# locked TEXT -- no descriptor is accessed, and the table's page is read-only.
        .macro  locked text:vararg
        say     \text
        mov     $TABLE + 5, %eax
1:      andb    $~1, (%eax)
        add     $8, %eax
        cmp     $TABLE + table.limit + 5, %eax
        jb      1b
        andl    $~2, PAGE
        invlpg  TABLE
        .endm

main:   call    paging
        mov     $table, %esi
        mov     $TABLE, %edi
        mov     $table.limit + 1, %ecx
        rep movsb
        mov     $local, %eax
        lldt    %ax
        movl    $unlock, on_exception

        locked  "LJMP"
        try
        ljmp    $code0, $1f
1:      show    %cs, %esp
        ljmp    $cs32, $1f
1:      done

        locked  "LCALL, LRET"
        try
        lcall   $code0, $1f
        jmp     2f
1:      show    %cs, %esp
        movl    $code0, 4(%esp)
        lret
2:      show    %cs, %esp
        pushl   $cs32
        pushl   $1f
        lret
1:      done

        locked  "LRET"
        try
        pushl   $0x1234
        pushl   $code0
        pushl   $1f
        lret    $4
1:      show    %cs, %esp
        ljmp    $cs32, $1f
1:      done

        locked  "IRET"
        try
        pushfl
        pushl   $code0
        pushl   $1f
        iret
1:      show    %cs, %esp
        ljmp    $cs32, $1f
1:      done

        locked  "LRET to level 1"
        pushl   $0x3002                         # where it may print
        popfl
        try
        pushl   $data1
        pushl   $0x7200
        pushl   $code1
        pushl   $1f
        lret
1:      call    level1
        int     $0x30
        done

        locked  "IRET to level 1, whose stack alone is not accessed"
        orb     $1, TABLE + (code1 & ~7) + 5
        try
        pushl   $data1
        pushl   $0x7200
        pushl   $0x3002
        pushl   $code1
        pushl   $1f
        iret
1:      call    level1
        int     $0x30
        done

        locked  "a call gate from level 3 to level 1"
        try
        user
        lcall   $gate1, $0
        done

        locked  "MOV and POP"
        try
        mov     $data0, %eax
        mov     %eax, %fs
        pushl   $data1 & ~3
        popl    %gs
        show    %fs, %gs, %esp
        done
        ret

through_gate:
        call    level1
        int     $0x30

level1: show    %cs, %ss, %esp
        ret

unlock: mov     PAGE, %eax
        test    $2, %al                         # anything else ends the test
        jnz     1f
        orl     $2, PAGE
        invlpg  TABLE
        popal
        add     $8, %esp
        iret
1:      popal
        mov     level0, %esp
        jmp     *resume

        .data
        .gdt    gdt
        common_descriptors
local:          .descriptor ldt, base=TABLE, limit=table.limit
        .endgdt
        .ldt    table
code0:          .descriptor code32
data0:          .descriptor data32
code1:          .descriptor code32, dpl=1, rpl=1
data1:          .descriptor data32, dpl=1, rpl=1
gate1:          .descriptor call_gate32, selector=code1, offset=through_gate, dpl=3, rpl=3
        .endldt
        .balign 16
        .tss    tss, format=32
                ss0     = ds32
                esp0    = 0x7800
                ss1     = data1
                esp1    = 0x7600
        .endtss
