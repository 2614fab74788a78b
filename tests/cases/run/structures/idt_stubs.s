# Stubs for all 256 vectors, in 32- and in 64-bit mode: the handler always finds the vector, an error code and the processor's frame. INT brings
# up the vectors without an error code; for the others the frame is made by hand, since INT pushes none, and three come from the processor.
#! serial: 32: 256 vectors, real #GP 1238, #NP 18, #UD 0
#! serial: 64: 256 vectors, real #GP 1238, #NP 20, #UD 0
        .include <print.inc>
        .include <pmode.inc>
        .include <longmode.inc>
        .include <poweroff.inc>
        .equ    WITH_ERROR_CODE, 1 << 8 | 1 << 10 | 1 << 11 | 1 << 12 | 1 << 13 | 1 << 14 | 1 << 17 | 1 << 21
        .macro  expect vector, then
        mov     $256, %ebx
        mov     $\vector, %edi
        mov     $\then, %ecx
        .endm
        .boot   entry=start
        .code16
start:  cli
        xor     %ax, %ax
        mov     %ax, %ds
        mov     %ax, %ss
        mov     $0x7C00, %sp
        uart_init
        pmode_enter gdtr, cs32, ds32
        mov     $0x7C00, %esp
        lidt    idtr32

# ebx: vector expected, esi: error code expected, ebp: how many came as expected.
        xor     %ebp, %ebp
        xor     %ebx, %ebx
each32: xor     %esi, %esi
        cmp     $32, %ebx
        jae     1f
        mov     $WITH_ERROR_CODE, %eax
        bt      %ebx, %eax
        jc      2f
1:      mov     %bl, number32
        jmp     3f                              # a jump, so that the instruction is fetched anew
3:      .byte   0xCD
number32: .byte 0
        jmp     next32
2:      lea     0x1230(%ebx), %esi
        pushf
        push    %cs
        push    $next32
        push    %esi
        movzwl  idt32 + 6(,%ebx,8), %eax
        shl     $16, %eax
        mov     idt32(,%ebx,8), %ax
        jmp     *%eax
next32: inc     %ebx
        cmp     $256, %ebx
        jb      each32
        print   "32: "
        mov     %ebp, %eax
        print_dec
        print   " vectors, real #GP "
        movw    $0x1238, %ax
        expect  13, 1f
        mov     %ax, %fs                        # beyond the table's limit
1:      print   ", #NP "
        expect  11, 1f
        mov     $absent32, %eax
        mov     %ax, %fs
1:      print   ", #UD "
        expect  6, 1f
        ud2
1:      print_newline
        longmode_enter gdtr, pages.cr3, cs64, ds32, from=32
        mov     $0x7C00, %esp
        lidt    idtr64
        xor     %ebp, %ebp
        xor     %ebx, %ebx
each64: xor     %esi, %esi
        cmp     $32, %ebx
        jae     1f
        mov     $WITH_ERROR_CODE, %eax
        bt      %ebx, %eax
        jc      2f
1:      mov     %bl, number64
        jmp     3f
3:      .byte   0xCD
number64: .byte 0
        jmp     next64
2:      lea     0x1230(%rbx), %esi
        mov     %rsp, %rax
        push    $ds32
        push    %rax
        pushf
        push    $cs64
        push    $next64
        push    %rsi
        mov     %ebx, %edx
        shl     $4, %edx
        movzwl  idt64 + 6(%rdx), %eax
        shl     $16, %eax
        mov     idt64(%rdx), %ax
        jmp     *%rax
next64: inc     %ebx
        cmp     $256, %ebx
        jb      each64
        print   "64: "
        mov     %ebp, %eax
        print_dec
        print   " vectors, real #GP "
        movw    $0x1238, %ax
        expect  13, 1f
        mov     %ax, %fs
1:      print   ", #NP "
        expect  11, 1f
        mov     $absent64, %eax
        mov     %ax, %fs
1:      print   ", #UD "
        expect  6, 1f
        ud2
1:      print_newline
        poweroff

# print_code -- the error code in eax as far as it has digits, and return.
        .macro  print_code
        mov     %eax, %esi
        test    $0xFF00, %eax
        jz      1f
        shr     $8, %eax
        print_hex 8
        mov     %esi, %eax
        print_hex 8
        ret
1:      test    $0xF0, %al
        jz      1f
        print_hex 8
        ret
1:      print_digit
        ret
        .endm

# With ebx 256: edi is the vector expected; the error code is printed, and ecx is where to go on.
        .code32
common32:
        cmp     $256, %ebx
        je      1f
        cmp     %ebx, (%esp)
        jne     2f
        cmp     %esi, 4(%esp)
        jne     2f
        cmpw    $cs32, 12(%esp)
        jne     2f
        inc     %ebp
2:      add     $8, %esp
        iret
1:      cmp     %edi, (%esp)
        jne     wrong32
        mov     4(%esp), %eax
        mov     %ecx, 8(%esp)
        call    print_code32
        add     $8, %esp
        iret
wrong32:
        print   "wrong vector"
        poweroff
print_code32:
        print_code

        .code64
common64:
        cmp     $256, %ebx
        je      1f
        cmp     %rbx, (%rsp)
        jne     2f
        cmp     %rsi, 8(%rsp)
        jne     2f
        cmpw    $cs64, 24(%rsp)
        jne     2f
        cmpw    $ds32, 48(%rsp)
        jne     2f
        inc     %ebp
2:      add     $16, %rsp
        iretq
1:      cmp     %rdi, (%rsp)
        jne     wrong64
        mov     8(%rsp), %rax
        mov     %rcx, 16(%rsp)
        call    print_code64
        add     $16, %rsp
        iretq
wrong64:
        print   "wrong vector"
        poweroff
print_code64:
        print_code

        .data
        .gdt    gdt
                .null
cs32:           .descriptor code32
ds32:           .descriptor data32
absent32:       .descriptor data32, not_present
absent64:       .descriptor data32, not_present
cs64:           .descriptor code64
        .endgdt
        .idt    idt32, format=32, selector=cs32, default=common32, stubs
        .endidt
        .idt    idt64, format=64, selector=cs64, default=common64, stubs
        .endidt
        .code32
idtr32: .idtr   idt32
        .code64
idtr64: .idtr   idt64
        .code16
gdtr:   .gdtr   gdt
        .pagetables pages, format=ia32e
                .map    0, 0, 2M
        .endpagetables
