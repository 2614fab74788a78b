# INT 15h: how much memory there is, moving it, and entering protected mode.

# Kilobytes between 1 and 16 MiB in AX, units of 64 KiB above 16 MiB in BX, above 4 GiB in ECX: from the configuration memory.
memory_size:
        movb    $0x35, %al
        callw   read_cmos
        movb    %al, %bh
        movb    $0x34, %al
        callw   read_cmos
        movb    %al, %bl
        movb    $0x5d, %al
        callw   read_cmos
        movzbl  %al, %ecx
        shll    $8, %ecx
        movb    $0x5c, %al
        callw   read_cmos
        movb    %al, %cl
        shll    $8, %ecx
        movb    $0x5b, %al
        callw   read_cmos
        movb    %al, %cl
        movb    $0x31, %al
        callw   read_cmos
        movb    %al, %ah
        movb    $0x30, %al
        callw   read_cmos
        testw   %bx, %bx
        jz      1f
        movw    $15*1024, %ax
1:      retw

# AH=88h: kilobytes above 1 MiB in AX, as far as sixteen bits count.
memory_extended:
        callw   memory_size
        movzwl  %ax, %eax
        movzwl  %bx, %ebx
        shll    $6, %ebx
        addl    %ebx, %eax
        cmpl    $0xffff, %eax
        jbe     1f
        movl    $0xffff, %eax
1:      movw    %ax, R_AX(%bp)
        jmp     system_done

memory_maps:
        cmpb    $0x01, R_AL(%bp)
        je      memory_e801
        cmpb    $0x20, R_AL(%bp)
        je      memory_e820
        jmp     system_unknown

# AX=E801h: kilobytes from 1 to 16 MiB in AX and CX, units of 64 KiB above in BX and DX.
memory_e801:
        callw   memory_size
        movw    %ax, R_AX(%bp)
        movw    %ax, R_CX(%bp)
        movw    %bx, R_BX(%bp)
        movw    %bx, R_DX(%bp)
        jmp     system_done

# AX=E820h: EBX which entry (0 first), ES:DI where to, ECX its size. Returns EBX of the next entry, 0 after the last.
memory_e820:
        cmpl    $0x534d4150, R_EDX(%bp)         # "SMAP"
        jne     system_unknown
        cmpl    $20, R_ECX(%bp)
        jb      system_unknown
        callw   memory_size
        movl    R_EBX(%bp), %esi
        cmpl    $(memory_map_end-memory_map)/20, %esi
        ja      system_unknown
        movw    R_ES(%bp), %es
        movw    R_DI(%bp), %di
        je      3f

        pushl   %ecx
        imulw   $20, %si, %si
        addw    $memory_map, %si
        pushw   %di
        movw    $5, %cx
        rep movsl %cs:(%si), %es:(%di)
        popw    %di
        popl    %ecx

        # The entry from 1 MiB ends where the memory ends.
        cmpl    $0x100000, %es:(%di)
        jne     2f
        movzwl  %bx, %edx
        shll    $16, %edx
        testl   %edx, %edx
        jz      1f
        addl    $0xf00000, %edx
        jmp     4f
1:      movzwl  %ax, %edx
        shll    $10, %edx
4:      movl    %edx, %es:8(%di)
2:      movl    R_EBX(%bp), %eax
        incl    %eax
        cmpl    $(memory_map_end-memory_map)/20, %eax
        jb      5f
        testl   %ecx, %ecx                      # one more when there is memory above 4 GiB
        jnz     5f
        xorl    %eax, %eax
5:      movl    %eax, R_EBX(%bp)
        movl    $20, R_ECX(%bp)
        movl    $0x534d4150, R_EAX(%bp)
        jmp     system_done

3:      testl   %ecx, %ecx
        jz      system_unknown
        xorl    %eax, %eax
        stosl
        incl    %eax
        stosl                                   # base: 4 GiB
        movl    %ecx, %eax
        shll    $16, %eax
        stosl
        movl    %ecx, %eax
        shrl    $16, %eax
        stosl
        movl    $1, %eax
        stosl
        xorl    %eax, %eax
        jmp     5b

# Base (8), length (8), type: 1 free, 2 reserved.
memory_map:
        .long   0x00000000, 0, EBDA_SEGMENT*16, 0, 1
        .long   EBDA_SEGMENT*16, 0, 0xa0000-EBDA_SEGMENT*16, 0, 2
        .long   0x000f0000, 0, 0x00010000, 0, 2
        .long   0x00100000, 0, 0, 0, 1
        .long   0xfec00000, 0, 0x00001000, 0, 2
        .long   0xfee00000, 0, 0x00001000, 0, 2
        .long   0xfffc0000, 0, 0x00040000, 0, 2
memory_map_end:

# AH=87h: moves CX words between physical addresses. ES:SI is a GDT with room for our own descriptors: 08 itself, 10 source, 18
# destination, 20 our code, 28 the stack.
memory_move:
        cli
        inb     $0x92, %al
        pushw   %ax
        orb     $0x02, %al
        andb    $0xfe, %al
        outb    %al, $0x92
        movw    R_ES(%bp), %es
        movw    R_SI(%bp), %si
        movzwl  %si, %eax
        movw    %es, %bx
        movzwl  %bx, %ebx
        shll    $4, %ebx
        addl    %ebx, %eax
        movw    $0x2f, %es:0x08(%si)
        movl    %eax, %es:0x0a(%si)
        movw    $0x0093, %es:0x0d(%si)
        movl    $0x0000ffff, %es:0x20(%si)      # base F0000
        movl    $0x00009b0f, %es:0x24(%si)
        movw    %ss, %ax
        movzwl  %ax, %eax
        shll    $4, %eax
        movw    $0xffff, %es:0x28(%si)
        movl    %eax, %es:0x2a(%si)
        movw    $0x0093, %es:0x2d(%si)
        lgdtw   %es:0x08(%si)
        movzwl  R_CX(%bp), %ecx
        movw    %ss, %dx
        movl    %cr0, %eax
        orb     $1, %al
        movl    %eax, %cr0
        ljmpw   $0x20, $1f
1:      movw    $0x10, %ax
        movw    %ax, %ds
        movw    $0x18, %ax
        movw    %ax, %es
        movw    $0x28, %ax
        movw    %ax, %ss
        xorw    %si, %si
        xorw    %di, %di
        rep movsw
        movw    $0x28, %ax                      # back in real mode limits must be 64 KiB again
        movw    %ax, %ds
        movw    %ax, %es
        movl    %cr0, %eax
        andb    $0xfe, %al
        movl    %eax, %cr0
        ljmpw   $0xf000, $2f
2:      movw    %dx, %ss
        lidtw   %cs:real_mode_idt
        popw    %ax
        andb    $0xfe, %al
        outb    %al, $0x92
        jmp     system_ok

real_mode_idt:
        .word   0x3ff
        .long   0

# AH=89h: returns in protected mode. ES:SI is a GDT: 08 GDT, 10 IDT, 18 DS, 20 ES, 28 SS, 30 CS, 38 this code; BH and BL are the vectors
# of the two interrupt controllers.
memory_protected_mode:
        cli
        inb     $0x92, %al
        orb     $0x02, %al
        andb    $0xfe, %al
        outb    %al, $0x92
        movb    $0x11, %al
        outb    %al, $PIC1
        outb    %al, $PIC2
        movb    R_BH(%bp), %al
        outb    %al, $PIC1+1
        movb    R_BL(%bp), %al
        outb    %al, $PIC2+1
        movb    $0x04, %al
        outb    %al, $PIC1+1
        movb    $0x02, %al
        outb    %al, $PIC2+1
        movb    $0x01, %al
        outb    %al, $PIC1+1
        outb    %al, $PIC2+1
        movb    $0xff, %al
        outb    %al, $PIC1+1
        outb    %al, $PIC2+1

        movw    R_ES(%bp), %es
        movw    R_SI(%bp), %si
        movl    $0x0000ffff, %es:0x38(%si)
        movl    $0x00009b0f, %es:0x3c(%si)
        lgdtw   %es:0x08(%si)
        lidtw   %es:0x10(%si)
        movw    R_IP(%bp), %bx                  # where the caller goes on
        movl    %cr0, %eax
        orb     $1, %al
        movl    %eax, %cr0
        ljmpw   $0x38, $1f
1:      movw    $0x28, %ax
        movw    %ax, %ss
        movw    $0x18, %ax
        movw    %ax, %ds
        movw    $0x20, %ax
        movw    %ax, %es
        movw    %bp, %sp
        movw    $0x30, R_CS(%bp)
        movb    $0, R_AH(%bp)
        popal
        addw    $4, %sp                         # DS and ES as the descriptors have them
        lretw   $2
