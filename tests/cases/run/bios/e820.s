# INT 15h E820 with 6 GiB: what does not fit below the devices' hole continues at 4 GiB.
#! not-for-bochs: it has another amount of memory
#! args: -m 6G
#! serial:  0000 0000 0000 0000 0000 0000 0009 fc00 0001
#! serial:  0000 0000 0009 fc00 0000 0000 0000 0400 0002
#! serial:  0000 0000 000f 0000 0000 0000 0001 0000 0002
#! serial:  0000 0000 0010 0000 0000 0000 bff0 0000 0001
#! serial:  0000 0000 fec0 0000 0000 0000 0000 1000 0002
#! serial:  0000 0000 fee0 0000 0000 0000 0000 1000 0002
#! serial:  0000 0000 fffc 0000 0000 0000 0004 0000 0002
#! serial:  0000 0001 0000 0000 0000 0000 c000 0000 0001
        .include "../show.inc"
start:  begin
        xorl    %ebx, %ebx
next:   movl    $0xe820, %eax
        movl    $0x534d4150, %edx
        movl    $24, %ecx
        movw    $entry, %di
        int     $0x15
        jc      done
        show    entry + 6, entry + 4, entry + 2, entry
        show    entry + 14, entry + 12, entry + 10, entry + 8
        show    entry + 16
        line
        testl   %ebx, %ebx
        jnz     next
done:   jmp     finish
        .bss
        .balign 4
entry:  .space  24
