# Brings the ELF kernel that it holds to its addresses and enters it as GRUB does: for machines that cannot be handed a kernel.
        .include <pmode.inc>
        .boot   entry=start
        .code16
start:  cli
        pmode_enter gdtr, cs32, ds32
        mov     $kernel, %ebx
        mov     28(%ebx), %ebp
        add     %ebx, %ebp
        movzwl  44(%ebx), %edx
next:   cmpl    $1, (%ebp)
        jne     1f
        mov     4(%ebp), %esi
        add     %ebx, %esi
        mov     12(%ebp), %edi
        mov     16(%ebp), %ecx
        rep movsb
        mov     20(%ebp), %ecx
        sub     16(%ebp), %ecx
        xor     %eax, %eax
        rep stosb
1:      add     $32, %ebp
        dec     %edx
        jnz     next
        mov     24(%ebx), %ecx
        mov     $0x2BADB002, %eax
        xor     %ebx, %ebx
        jmp     *%ecx
        .data
        .gdt    gdt
                .null
cs32:           .descriptor code32
ds32:           .descriptor data32
        .endgdt
        .code16
gdtr:   .gdtr   gdt
        .section .kernel, "a", load=0x200000
kernel: .incbin "kernel.elf"
