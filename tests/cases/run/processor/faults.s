# Segment limits and wraps, strings that stop at a page that is not there and go on, code that changes itself, what MOV SS shields, and the order of faults.
#! serial: limits GP(0)+6 GP(0)+0 GP(0)+0 -
#! serial: expand down GP(0)+c GP(0)+0 GP(0)+7 GP(0)+0
#! serial: stack SS(0)+26 SS(0)+28 30+2c 1234fffe SS(0)+2b 800 BR+15
#! serial: strings PF(2)+f@33000 4 33000 5a5a5a5a PF(2)+c@33000 2 32ffe 5a5a5a5a PF(0)+18@33000 9 33000 30010 PF(0)+10@33ffc d 33ffc 30014 PF(3)+a@35000 f0 35000 PF(0)+10@33000 10 33000 33000 - - PF(2)+e@33000 2 33000
#! serial: read, change, write PF(3)+0@35000 - PF(3)+5@35000 PF(3)+c@35000 PF(2)+a@33000 11111111 PF(0)+0@33000 PF(6)+1f@33ffe 34067
#! serial: code 2 - aa bb00aa - 1 7 - 0 - 9 8 - PF(0)+0@33000 GP(0)+0 -
#! serial: order GP(0)+7 UD+0 PF(4)+21@33000 GP(0)+1a PF(0)+2@33000 DE+5 DE+b
        .include "protected.inc"
main:   say     "limits"                        # one byte beyond 4 KBytes; FFF is the last
        mov     $small, %eax
        mov     %eax, %fs
        try
        mov     %fs:0xFFC, %eax
        mov     %fs:0xFFD, %eax
        done
        mov     $small, %eax
        mov     %eax, %fs
        try
        mov     %ax, %fs:0xFFF
        done
        mov     $small, %eax
        mov     %eax, %fs
        try                                     # the upper part wraps to 0, which is below the limit: it counts all the same
        mov     %fs:0xFFFFFFFF, %ax
        done
        try
        mov     0xFFFFFFFE, %ax                 # flat: up to the end
        mov     0xFFFFFFFF, %ax                 # around it
        done
        say     "expand down"
        mov     $down, %eax                     # from 1000 on, to FFFFFFFF
        mov     %eax, %fs
        try
        mov     %fs:0x1000, %eax
        mov     %fs:0xFFFFFFFC, %eax
        mov     %fs:0xFFF, %al
        done
        mov     $down, %eax
        mov     %eax, %fs
        try
        mov     %fs:0xFFD, %eax
        done
        mov     $down16, %eax                   # from 1000 to FFFF
        mov     %eax, %fs
        try
        mov     %fs:0xFFFE, %ax
        mov     %fs:0xFFFF, %ax
        done
        mov     $down16, %eax
        mov     %eax, %fs
        try
        mov     %fs:0x10000, %al
        done
        say     "stack"
        try                                     # a push at the lower end of a small stack wraps to where the limit ends
        user
        mov     $small, %eax
        mov     %eax, %ss
        mov     $2, %esp
        pushl   %eax
        done
        try
        user
        mov     $small, %eax
        mov     %eax, %ss
        mov     $0x1000, %esp
        pushl   %eax
        popl    %eax
        popl    %eax
        done
        try                                     # SP, not ESP; it wraps at 64 KBytes
        user
        mov     $small16, %eax
        mov     %eax, %ss
        mov     $0x12340000, %esp
        pushw   %ax
        mov     %esp, %ebx
        int     $0x30
        done
        show    %ebx
        try                                     # ENTER checks what it will need before it takes it
        user
        mov     $small, %eax
        mov     %eax, %ss
        mov     $6, %esp
        mov     $0x800, %ebp
        enter   $0, $3
        done
        show    %ebp
        mov     $0x30800, %ebx
        try
        movl    $10, (%ebx)
        movl    $20, 4(%ebx)
        mov     $20, %eax
        bound   %eax, (%ebx)
        inc     %eax
        bound   %eax, (%ebx)
        done

        call    paging
        movl    $0, 0x51000 + 4 * 0x33          # no page at 33000
        movl    $0x35005, 0x51000 + 4 * 0x35    # 35000 is read-only
        say     "strings"
        try                                     # up to the page: the registers say where
        mov     $0x32FF0, %edi
        mov     $8, %ecx
        mov     $0x5A5A5A5A, %eax
        rep stosl
        done
        show    %ecx, %edi, 0x32FFC
        try
        mov     $0x32FFE, %edi                  # no part of what crosses the border is written
        mov     $2, %ecx
        xor     %eax, %eax
        rep stosl
        done
        show    %ecx, %edi, 0x32FFC
        try
        mov     $0x32FF8, %esi
        mov     $0x30008, %edi
        mov     $8, %ecx
        rep movsb
        rep movsb
        mov     $9, %ecx
        rep movsb
        done
        show    %ecx, %esi, %edi
        try                                     # backwards
        std
        mov     $0x34008, %esi
        mov     $0x30020, %edi
        mov     $0x10, %ecx
        rep movsl
        done
        cld
        show    %ecx, %esi, %edi
        try
        mov     $0x34FF0, %edi
        mov     $0x100, %ecx
        rep stosb
        done
        show    %ecx, %edi
        try                                     # flags of the last comparison that was done
        mov     $0x32FF0, %edi
        mov     $0x32FF0, %esi
        mov     $0x20, %ecx
        stc
        repe cmpsb
        done
        show    %ecx, %esi, %edi
        try                                     # none to do: no access
        mov     $0x33000, %edi
        xor     %ecx, %ecx
        rep stosb
        repne scasb
        done
        try                                     # the counter has the address's size
        mov     $0x10000, %ecx
        mov     $0x33000, %edi
        addr16 rep stosb
        done
        try                                     # a port is read although the byte cannot be stored
        mov     $0x3F8 + 5, %dx
        mov     $0x32FFE, %edi
        mov     $4, %ecx
        rep insb
        done
        show    %ecx, %edi

        say     "read, change, write"           # a page that must not be written: error code as of a write
        try
        addl    $0, 0x35000
        done
        try
        cmpl    $0, 0x35000
        done
        try
        mov     $1, %eax
        cmpxchg %ebx, 0x35000                   # not equal: it writes all the same
        done
        try
        mov     $0x8000, %eax                   # 4 KBytes further
        btl     %eax, 0x34000
        btsl    %eax, 0x34000
        done
        try                                     # one page there, the other not: the first keeps its bytes
        movl    $0x11111111, 0x32FFC
        movl    $0x22222222, 0x32FFE
        done
        show    0x32FFC
        try
        pushl   0x33000
        done
        try
        user
        mov     $0x34002, %esp
        pushal
        done
        mov     0x51000 + 4 * 0x34, %eax        # written, then: dirty
        show    %eax

        say     "code"                          # in the same block, right behind
        try
        movb    $2, 1f + 1
1:      mov     $1, %al
        movzx   %al, %eax
        show    %eax
        done
        try                                     # an instruction over two pages, of which the second is changed in between
        movl    $0x000001B8, 0x31FFC            # mov $0, %eax; ret
        movb    $0xB8, 0x31FFD
        movl    $0x000000AA, 0x31FFE
        movw    $0xC300, 0x32002
        movb    $0xC3, 0x32002
        mov     $0x31FFD, %ebx
        call    *%ebx
        show    %eax
        movb    $0xBB, 0x32000
        call    *%ebx
        show    %eax
        done
        try                                     # by another address of the same page
        movl    $0x30007, 0x51000 + 4 * 0x36
        mov     %cr3, %eax
        mov     %eax, %cr3
        movl    $0x00C301B0, 0x30000            # mov $1, %al; ret
        mov     $0x30000, %ebx
        xor     %eax, %eax
        call    *%ebx
        show    %eax
        movb    $7, 0x36001
        call    *%ebx
        show    %eax
        done
        try                                     # a string over its own loop: the copy does not stop what is being done
        mov     $1f, %edi
        mov     $3, %ecx
        mov     $0x90, %al
        rep stosb
1:      inc     %ecx
        inc     %ecx
        inc     %ecx
        show    %ecx
        done
        try                                     # another page at the same address
        movl    $0x00C309B0, 0x37000
        movl    $0x00C308B0, 0x38000
        mov     $0x37000, %ebx
        call    *%ebx
        show    %eax
        movl    $0x38007, 0x51000 + 4 * 0x37
        invlpg  0x37000
        call    *%ebx
        show    %eax
        done
        try                                     # the border: the first byte is there
        movb    $0xB8, 0x32FFF
        mov     $0x32FFF, %ebx
        mov     %ebx, origin
        call    *%ebx
        done
        try                                     # fifteen bytes are the most, and a shorter one is asked for first
        .fill   12, 1, 0x66
        mov     $1, %ax
        done
        try
        .fill   11, 1, 0x66
        mov     $1, %ax
        done

        say     "order"
        try                                     # two reasons: the segment's comes before the page's
        mov     $small, %eax
        mov     %eax, %fs
        mov     %fs:0x33000, %al
        done
        try                                     # LOCK on what is not there is not an access
        .byte   0xF0, 0x8B, 0x05, 0x00, 0x30, 0x03, 0x00
        done
        try                                     # level 3: privilege before the page
        user
        mov     $ds3, %eax
        mov     %eax, %ds
        mov     0x33000, %eax
        done
        try
        user
        lgdt    0x33000
        done
        try                                     # the divisor is read first
        xor     %edx, %edx
        divl    0x33000
        done
        try
        mov     $0, %ebx
        div     %ebx
        done
        try
        mov     $0x80000000, %eax
        cltd
        mov     $-1, %ebx
        idiv    %ebx
        done
        ret
        .data
        .gdt    gdt
        common_descriptors
small:          .descriptor data32, base=0x30000, size=4K, dpl=3, rpl=3
down:           .descriptor data32, limit=0xFFF, expand_down
down16:         .descriptor data16, base=0x30000, limit=0xFFF, expand_down
small16:        .descriptor data16, base=0x30000, dpl=3, rpl=3
        .endgdt
        .tss    tss, format=32
                ss0     = ds32
                esp0    = 0x7800
        .endtss
