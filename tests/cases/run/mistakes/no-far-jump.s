# CR0.PE without a far jump: 32-bit code runs as 16-bit code.
#! not-for-bochs: the explanation is what is looked at
#! exit: 3
#! explained: CR0.PE is set, but CS is still that of real mode
        .include "kernel.inc"
        real_start
        lgdt    gdtr
        movl    %cr0, %eax
        orb     $1, %al
        movl    %eax, %cr0
        .code32
        movw    $16, %ax
        movw    %ax, %ds
        movl    $0x7c00, %esp
        movl    $0x12345678, 0x100000
        hlt
        tables
