# A jump to a kernel that nobody loaded.
#! not-for-bochs: the explanation is what is looked at
#! args: --max-instructions 3000000
#! exit: 4
#! explained: is empty, and zeros are executed as `add %al, ...`
        .include "kernel.inc"
        real_start
        protected
        movl    $0x100000, %eax
        jmp     *%eax
        tables
