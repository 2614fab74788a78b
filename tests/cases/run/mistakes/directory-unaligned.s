# A page directory that is not at a multiple of 4096.
#! not-for-bochs: the explanation is what is looked at
#! exit: 3
#! explained: the processor reads the table at 0x20000. Page tables are aligned to 4096 bytes
        .include "kernel.inc"
        real_start
        protected
        movl    $0x11003, 0x20800
        identity
        movl    $0x20800, %eax
        movl    %eax, %cr3
        movl    %cr0, %eax
        orl     $0x80000000, %eax
        movl    %eax, %cr0
        hlt
        tables
