# Where Bochs does not do what the manual says, and we do: what MOV SS hit comes behind an INT that follows at once ("Masking Exceptions and Interrupts When
# Switching Stacks").
#! not-for-bochs: it forgets what MOV SS hit
#! serial: shadow DB+1a/2 -
        .include "protected.inc"
main:   movb    $1, stepping
        mov     $return, %eax
        mov     %ax, idt + 0x29 * 8
        shr     $16, %eax
        mov     %ax, idt + 0x29 * 8 + 6
        movl    $cs32, idt + 0x29 * 8 + 2
        movb    $0x8E, idt + 0x29 * 8 + 5
        movl    $ds32, 0x30010
        mov     $0x30010, %eax
        mov     %eax, %dr1

        say     "shadow"
        try
        mov     $0xF00408, %eax                 # four bytes, read or written
        mov     %eax, %dr7
        mov     0x30010, %ss
        int     $0x29
        mov     $0x400, %eax
        mov     %eax, %dr7
        jmp     1f
return: iret
1:
        done
        ret
        .data
        .gdt    gdt
        common_descriptors
        .endgdt
        .balign 16
        .tss    tss, format=32
                ss0     = ds32
                esp0    = 0x7800
        .endtss
