# What the programs do alike behind their start, in 32-bit and in 64-bit code: `r` is the first letter of the registers' names, e or r.

# Every data segment by the flat descriptor 10.
        .macro  FLAT_DATA
        mov     $16, %eax
        .irp    segment, ds, es, ss, fs, gs
        mov     %eax, %\segment
        .endr
        .endm

# Interrupt gates at `idt` for the vectors up to 0x30.
        .macro  INTERRUPT_GATES r, rights=0x8E
        mov     $idt, %edi
        mov     $stubs, %eax
        mov     $0x31, %ecx
1:      mov     %ax, (%\r\()di)
        movw    $8, 2(%\r\()di)
        movw    $\rights << 8, 4(%\r\()di)
        movw    $0, 6(%\r\()di)
        add     $16, %eax
        add     $8, %edi
        .ifc    \r, r
        movq    $0, (%rdi)
        add     $8, %edi
        .endif
        loop    1b
        .endm

# Where these lead: to `common`, the vector on top of the stack, then the error code; 0x5A5A where the processor pushes none.
        .macro  INTERRUPT_STUBS
        .p2align 4
stubs:
        .set    vector_number, 0
        .rept   0x31
        .p2align 4
        .if     !(vector_number == 8 || (vector_number >= 10 && vector_number <= 14) || vector_number == 17)
        push    $0x5A5A
        .endif
        push    $vector_number
        jmp     common
        .set    vector_number, vector_number + 1
        .endr
        .endm

# putc: AL to the serial line; hex: the accumulator in hexadecimal, and a blank.
        .macro  PRINTING r
putc:   push    %\r\()dx
        push    %\r\()ax
        mov     $0x3FD, %edx
1:      in      %dx, %al
        test    $0x20, %al
        jz      1b
        pop     %\r\()ax
        mov     $0x3F8, %edx
        out     %al, %dx
        pop     %\r\()dx
        ret
hex:    push    %\r\()cx
        push    %\r\()ax
        .ifc    \r, r
        mov     $16, %ecx
        .else
        mov     $8, %ecx
        .endif
1:      rol     $4, %\r\()ax
        push    %\r\()ax
        and     $15, %al
        add     $'0', %al
        cmp     $'9', %al
        jbe     2f
        add     $7, %al
2:      call    putc
        pop     %\r\()ax
        loop    1b
        mov     $' ', %al
        call    putc
        pop     %\r\()ax
        pop     %\r\()cx
        ret
        .endm

# Everything sent, then Bochs' way out and the test's own.
        .macro  POWER_OFF
        mov     $0x3FD, %edx
1:      in      %dx, %al
        test    $0x40, %al
        jz      1b
        mov     $0x8900, %edx
        mov     $3f, %esi
        mov     $8, %ecx
        cld
1:      lodsb
        out     %al, %dx
        loop    1b
        mov     $0xF4, %edx
        xor     %eax, %eax
        out     %al, %dx
2:      hlt
        jmp     2b
3:      .ascii  "Shutdown"
        .endm

# The end of an image, up to which the boot sector loads.
        .macro  END_OF_IMAGE
        .p2align 2
marker: .long   0x12345678
        .p2align 9
end:
        .set    SECTORS, (end - _start)/512 - 1
        .endm
