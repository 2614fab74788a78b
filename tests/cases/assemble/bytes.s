# Bytes of a few statements, in the three code sizes. The expectations are what GNU as 2.40 emits.
        .code32
        mov     %eax, %ebx              # => 89 c3
        add     $1, %eax                # => 83 c0 01
        add     $0x12345678, %eax       # => 05 78 56 34 12
        .code16
        mov     %eax, %ebx              # => 66 89 c3
        lgdtl   (%bx)                   # => 66 0f 01 17
        .code64
        mov     %rax, %rbx              # => 48 89 c3
        vmlaunch                        # => 0f 01 c2
        vmwrite (%rax), %rcx            # => 0f 79 08
        .long   1, 2                    # => 01 00 00 00 02 00 00 00
        .asciz  "hi\n"                  # => 68 69 0a 00
