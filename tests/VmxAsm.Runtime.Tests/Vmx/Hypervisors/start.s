# start.s -- from the boot sector into 64-bit C: identity-mapped memory, a stack, a TSS, a serial port; `hypervisor_main` returns to power off.

        .include "boot.s"
        .equ    PML4, 0x20000
        .equ    PDPT, 0x21000
        .equ    PD, 0x22000
        .equ    STACK, 0x3F000

main:   lgdtl   gdt_register
        mov     %cr0, %eax
        or      $1, %eax
        mov     %eax, %cr0
        ljmpl   $0x20, $flat
        .code32
flat:   mov     $0x10, %eax
        mov     %eax, %ds
        mov     %eax, %es
        mov     %eax, %ss
        mov     %eax, %fs
        mov     %eax, %gs
        mov     $STACK, %esp
        cld
        mov     $PML4, %edi
        xor     %eax, %eax
        mov     $0x1E000/4, %ecx
        rep stosl
        movl    $PDPT + 3, PML4
        movl    $PD + 3, PDPT
        mov     $PD, %edi
        mov     $0xE3, %eax
        mov     $16, %ecx
1:      mov     %eax, (%edi)
        add     $0x200000, %eax
        add     $8, %edi
        loop    1b
        mov     %cr4, %eax
        or      $0x20, %eax
        mov     %eax, %cr4
        mov     $PML4, %eax
        mov     %eax, %cr3
        mov     $0xC0000080, %ecx
        rdmsr
        or      $0x100, %eax
        wrmsr
        mov     %cr0, %eax
        or      $0x80000021, %eax
        mov     %eax, %cr0
        ljmpl   $0x08, $long_mode
        .code64
long_mode:
        mov     $0x28, %eax
        ltr     %ax
        mov     $0x3F8 + 3, %edx
        mov     $3, %al
        out     %al, %dx
        call    hypervisor_main
        mov     $0x3F8 + 5, %edx
1:      in      %dx, %al
        test    $0x40, %al
        jz      1b
        lea     shutdown(%rip), %rsi
        mov     $8, %ecx
        mov     $0x8900, %edx
        rep outsb
2:      hlt
        jmp     2b

# int vm_start(void): enters the guest behind the call, with this stack; the guest's side returns 0, a failed entry 1 (VMfailInvalid) or 2 (VMfailValid).
        .globl  vm_start, vm_entered, vm_exit
vm_start:
        pushfq
        push    %rbx
        push    %rbp
        push    %r12
        push    %r13
        push    %r14
        push    %r15
        mov     $0x681C, %eax
        vmwrite %rsp, %rax
        mov     $0x681E, %eax
        lea     vm_entered(%rip), %rdx
        vmwrite %rdx, %rax
        vmlaunch
        mov     $1, %eax
        jc      2f
        mov     $2, %eax
        jmp     2f
vm_entered:
        xor     %eax, %eax
2:      pop     %r15
        pop     %r14
        pop     %r13
        pop     %r12
        pop     %rbp
        pop     %rbx
        popfq
        ret

# Every exit: the guest's registers into a frame, `on_exit(frame)`; 0 resumes, 1 leaves VMX operation and goes on as the guest.
vm_exit:
        push    %r15
        push    %r14
        push    %r13
        push    %r12
        push    %r11
        push    %r10
        push    %r9
        push    %r8
        push    %rdi
        push    %rsi
        push    %rbp
        push    %rbx
        push    %rdx
        push    %rcx
        push    %rax
        mov     %rsp, %rdi
        call    on_exit
        test    %eax, %eax
        pop     %rax
        pop     %rcx
        pop     %rdx
        pop     %rbx
        pop     %rbp
        pop     %rsi
        pop     %rdi
        pop     %r8
        pop     %r9
        pop     %r10
        pop     %r11
        pop     %r12
        pop     %r13
        pop     %r14
        pop     %r15
        jnz     1f
        vmresume
        ud2
1:      mov     guest_rsp(%rip), %rsp
        jmp     *guest_rip(%rip)

        .globl  guest_rsp, guest_rip, gdt, gdt_limit, tss
        .balign 8
guest_rsp: .quad 0
guest_rip: .quad 0
gdt:    .quad   0
        .quad   0x00AF9B000000FFFF
        .quad   0x00CF93000000FFFF
        .quad   0x00CFFB000000FFFF
        .quad   0x00CF9B000000FFFF
        .word   0x67
        .word   tss
        .byte   0, 0x89, 0, 0
        .quad   0
gdt_end:
        .equ    gdt_limit, gdt_end - gdt - 1
gdt_register:
        .word   gdt_end - gdt - 1
        .quad   gdt
        .balign 8
tss:    .zero   104
shutdown: .ascii "Shutdown"
