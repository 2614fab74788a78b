# Above 1 MByte with the A20 gate closed: the program overwrites itself.
#! not-for-bochs: the explanation is what is looked at
#! exit: 3
#! explained: #BP
#! explained: the A20 gate is closed
        .include "kernel.inc"
        real_start
        inb     $0x92, %al
        andb    $~2, %al
        outb    %al, $0x92
        protected
        movl    $0x100000, %edi
        movl    $0x4000, %ecx
        movl    $0xcccccccc, %eax
        rep stosl
        hlt
        tables
