# What is no address, and prefixes that contradict something.
        mov (%cr0), %eax                        #! E0306
        mov (%xmm0), %eax                       #! E0306
        add (%rsi,%rip), %eax                   #! E0306
        add (,%eip), %eax                       #! E0306
        mov (%eax,), %eax                       #! E0311
        movsb (%esi), (%rdi)                    #! E0306
        tileloadd (%rip), %tmm1                 #! E0306
        gs movl %fs:(%rax), %eax                #! E0309
        data16 addps %xmm0, %xmm0               #! E0309
        {rex} vmovaps %xmm0, %xmm1              #! E0309
        es movl (%rax), %eax                    #! E0309
        data32 nop                              #! E0309
        .code32
        data32 nop                              #! E0309
        addr32 nop                              #! E0309
        .code16
        data16 nop                              #! E0309
        .section .x,@nobits                     #! E0214
