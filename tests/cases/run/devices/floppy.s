# 82077 and 8237 by a driver of our own, with interrupts: reset, registers, seeks, reading and writing by DMA and by port, errors, formatting, DMA's modes.
#! not-for-bochs: formatting, verify transfers and transfers without DMA are done otherwise
#! serial:  00 80 c000 c100 c200 c300 0c
#! serial:  90 10 00 80
#! serial:  2000 38 2405 2c 000000050002 05 00
#! serial:  04000005010302 04 0800 ffff 04
#! serial:  04000005010102 04 1200 ffff 04 3411
#! serial:  04000005010302 04 2600 ffff 04 3411 5711 7a11
#! serial:  04000005010202 04 3064 ffff 04 8ec4 cccc
#! serial:  00000005001202 04 3200 ffff 04 cccc
#! serial:  00000005001202 04 2fff ffff 04 1111 ee32
#! serial:  00000005001202 04 3400 01ff 00 04000005010202 04 3400 01ff 00 5711
#! serial:  40040005001302
#! serial:  000000 04 4048 ffff 04 00000006000102 e5e5 e5e5
#! serial:  0f 00 34 12 78 56 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 0a 00
#! serial:  80 80
#! serial:  - - 0001 5711
#! serial:  f0 fc00 44800006010102
        .include "../show.inc"
        .set    DOR, 0x3f2
        .set    STATUS, 0x3f4
        .set    DATA, 0x3f5
        .set    MEMORY, 0x20000                 # where DMA moves to and from
# Bytes of a command.
        .macro  command bytes:vararg
        .irp    byte, \bytes
        movb    $\byte, %al
        call    send
        .endr
        .endm
        .macro  results count
        movw    $\count, %cx
        call    show_results
        .endm
# Channel 2: mode, offset in the page, bytes.
        .macro  dma mode, offset, count
        movw    $(\offset), %bx
        movw    $(\count - 1), %cx
        movb    $\mode, %ah
        call    program_dma
        .endm
        .macro  residue                         # status, current address and count
        call    show_dma
        .endm
start:  begin
        cli
        movl    4 * 0x0e, %eax
        movl    %eax, bios_isr
        movw    $isr, 4 * 0x0e
        movw    %cs, 4 * 0x0e + 2
        inb     $0x21, %al
        movb    %al, pic_mask
        andb    $0xbf, %al
        outb    %al, $0x21
        sti

        # Reset: an interrupt, and four drives that have something to report.
        movb    $0, irq
        movw    $DOR, %dx
        movb    $0x08, %al
        outb    %al, %dx
        call    short
        movw    $STATUS, %dx
        inb     %dx, %al
        call    show_byte
        movw    $DOR, %dx
        movb    $0x0c, %al
        outb    %al, %dx
        call    wait_irq
        movw    $STATUS, %dx
        inb     %dx, %al
        call    show_byte
        .rept   4
        command 0x08
        results 2
        .endr
        movw    $DOR, %dx
        inb     %dx, %al
        call    show_byte
        line

        # What it is and what it can be told.
        command 0x10                            # VERSION
        results 1
        command 0x94                            # LOCK
        results 1
        command 0x14                            # UNLOCK
        results 1
        command 0x03, 0xdf, 0x02                # SPECIFY
        command 0x13, 0x00, 0x57, 0x00          # CONFIGURE
        movw    $STATUS, %dx
        inb     %dx, %al
        call    show_byte
        line

        # The heads move.
        movw    $DOR, %dx
        movb    $0x1c, %al
        outb    %al, %dx
        movb    $0, irq
        command 0x07, 0x00                      # RECALIBRATE
        call    wait_irq
        command 0x08
        results 2
        command 0x04, 0x00                      # SENSE DRIVE STATUS
        results 1
        movb    $0, irq
        command 0x0f, 0x04, 0x05                # SEEK, head 1
        call    wait_irq
        command 0x08
        results 2
        command 0x04, 0x04
        results 1
        movb    $0, irq
        command 0x4a, 0x00                      # READ ID
        call    wait_irq
        movb    $1, without_sector
        results 7
        movb    $0, without_sector
        command 0x0e                            # DUMPREG: where the heads are
        results 1
        movw    $9, %cx
        call    skip_results
        movw    $0x3f7, %dx                     # the change line
        inb     %dx, %al
        andb    $0x80, %al
        call    show_byte
        line

        # What will be read: sectors of two tracks, written with MT over both heads.
        call    fill
        movb    $0, irq
        dma     0x4a, 0, 4*512
        command 0xc5, 0x00, 5, 0, 17, 2, 18, 0x1b, 0xff
        call    wait_irq
        results 7
        residue
        line
        # One sector.
        movb    $0, irq
        dma     0x46, 0x1000, 512
        command 0xe6, 0x00, 5, 0, 18, 2, 18, 0x1b, 0xff
        call    wait_irq
        results 7
        residue
        movw    $0x1000, %bx
        call    show_memory
        line
        # Over both heads.
        movb    $0, irq
        dma     0x46, 0x2000, 3*512
        command 0xe6, 0x00, 5, 0, 18, 2, 18, 0x1b, 0xff
        call    wait_irq
        results 7
        residue
        movw    $0x2000, %bx
        call    show_memory
        movw    $0x2200, %bx
        call    show_memory
        movw    $0x2400, %bx
        call    show_memory
        line
        # A part of a sector.
        movb    $0, irq
        movw    $0x3000, %bx
        call    clear
        dma     0x46, 0x3000, 100
        command 0xe6, 0x04, 5, 1, 1, 2, 18, 0x1b, 0xff
        call    wait_irq
        results 7
        residue
        movw    $0x3000 + 98, %bx
        call    show_memory
        movw    $0x3000 + 100, %bx
        call    show_memory
        line

        # DMA's modes: verifying moves nothing, addresses count down, a channel starts over by itself.
        movb    $0, irq
        movw    $0x3000, %bx
        call    clear
        dma     0x42, 0x3000, 512
        command 0xe6, 0x00, 5, 0, 17, 2, 18, 0x1b, 0xff
        call    wait_irq
        results 7
        residue
        movw    $0x3000, %bx
        call    show_memory
        line
        movb    $0, irq
        dma     0x66, 0x31ff, 512
        command 0xe6, 0x00, 5, 0, 17, 2, 18, 0x1b, 0xff
        call    wait_irq
        results 7
        residue
        movw    $0x31fe, %bx
        call    show_memory
        movw    $0x3000, %bx
        call    show_memory
        line
        movb    $0, irq
        dma     0x56, 0x3400, 512
        command 0xe6, 0x00, 5, 0, 17, 2, 18, 0x1b, 0xff
        call    wait_irq
        results 7
        residue
        movw    $0x3400, %bx
        call    clear
        movb    $0, irq
        command 0xe6, 0x04, 5, 1, 1, 2, 18, 0x1b, 0xff
        call    wait_irq
        results 7
        residue
        movw    $0x3400, %bx
        call    show_memory
        line
        # Errors: sectors that are not there, a track that ends before the count does.
        movb    $0, irq
        dma     0x46, 0x1000, 512
        command 0xe6, 0x00, 5, 0, 19, 2, 19, 0x1b, 0xff
        call    wait_irq
        results 7
        line
        # A track in one piece, formatted first.
        call    fill_identifiers
        movb    $0, irq
        dma     0x4a, 0x4000, 18*4
        command 0x4d, 0x00, 2, 18, 0x54, 0xe5
        call    wait_irq
        movb    $0x80, without_sector
        results 7
        movb    $0, without_sector
        residue
        movb    $0, irq
        dma     0x46, 0x5000, 18*512
        command 0x66, 0x00, 5, 0, 1, 2, 18, 0x1b, 0xff
        call    wait_irq
        results 7
        movw    $0x5000, %bx
        call    show_memory
        movw    $0x5000 + 17 * 512, %bx
        call    show_memory
        line

        # Registers of the DMA controllers.
        outb    %al, $0x0d                      # master clear
        inb     $0x0f, %al
        andb    $0x0f, %al
        call    show_byte
        inb     $0x08, %al
        andb    $0x0f, %al
        call    show_byte
        movb    $0x34, %al
        outb    %al, $0x02
        movb    $0x12, %al
        outb    %al, $0x02
        outb    %al, $0x0c
        inb     $0x02, %al
        call    show_byte
        inb     $0x02, %al
        call    show_byte
        movb    $0x78, %al
        outb    %al, $0xc6                      # channel 5's count
        movb    $0x56, %al
        outb    %al, $0xc6
        outb    %al, $0xd8
        inb     $0xc6, %al
        call    show_byte
        inb     $0xc6, %al
        call    show_byte
        .irp    page, 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x8b, 0x8c, 0x8d, 0x8e, 0x8f
        movb    $\page ^ 0x55, %al
        outb    %al, $\page
        .endr
        .irp    page, 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x8b, 0x8c, 0x8d, 0x8e, 0x8f
        inb     $\page, %al
        xorb    $\page ^ 0x55, %al
        call    show_byte
        .endr
        movb    $0x0a, %al
        outb    %al, $0x0f
        inb     $0x0f, %al
        andb    $0x0f, %al
        call    show_byte
        outb    %al, $0x0e
        inb     $0x0f, %al
        andb    $0x0f, %al
        call    show_byte
        line

        # Nothing to report, no command.
        command 0x08
        results 1
        command 0x1f
        results 1
        line

        # The BIOS takes it from here.
        movl    bios_isr, %eax
        movl    %eax, 4 * 0x0e
        movb    pic_mask, %al
        outb    %al, $0x21
        xorw    %ax, %ax
        movb    $0, %dl
        int     $0x13
        carry
        movw    $0x0201, %ax
        movw    $0x0501, %cx
        movw    $0x0100, %dx
        movw    $buffer, %bx
        int     $0x13
        carry
        show    %ax, buffer
        line
        # Without DMA: byte by byte.
        movw    $isr, 4 * 0x0e
        movw    %cs, 4 * 0x0e + 2
        movb    pic_mask, %al
        andb    $0xbf, %al
        outb    %al, $0x21
        command 0x03, 0xdf, 0x03
        movb    $0, irq
        command 0x46, 0x04, 5, 1, 1, 2, 1, 0x1b, 0xff
        call    wait_irq
        movw    $STATUS, %dx
        inb     %dx, %al
        call    show_byte
        movw    $512, %cx
        xorw    %bx, %bx
1:      movw    $STATUS, %dx
        inb     %dx, %al
        testb   $0x80, %al
        jz      1b
        movw    $DATA, %dx
        inb     %dx, %al
        xorb    %ah, %ah
        addw    %ax, %bx
        loop    1b
        show    %bx
        results 7
        line

        jmp     finish

isr:    pushw   %ax
        movb    $1, %cs:irq
        movb    $0x20, %al
        outb    %al, $0x20
        popw    %ax
        iretw

# A space and two digits.
show_byte:
        pushw   %ax
        movb    $' ', %al
        call    show_char
        popw    %ax
show_digits:
        pushw   %cx
        pushw   %ax
        movb    $2, %cl
        movb    %al, %ch
1:      rolb    $4, %ch
        movb    %ch, %al
        andb    $15, %al
        cmpb    $10, %al
        sbbb    $0x69, %al
        das
        orb     $0x20, %al
        call    show_char
        decb    %cl
        jnz     1b
        popw    %ax
        popw    %cx
        ret

short:  pushw   %cx
        pushw   %ax
        movw    $400, %cx
1:      inb     $0x61, %al
        loop    1b
        popw    %ax
        popw    %cx
        ret

# ! when it does not come.
wait_irq:
        pushw   %ax
        pushl   %ecx
        movl    $4000000, %ecx
1:      cmpb    $0, irq
        jne     2f
        addr32 loop 1b
        movb    $'!', %al
        call    show_char
2:      popl    %ecx
        popw    %ax
        ret

send:   pushw   %dx
        pushl   %ecx
        movl    $1000000, %ecx
        movb    %al, %ah
        movw    $STATUS, %dx
1:      inb     %dx, %al
        andb    $0xc0, %al
        cmpb    $0x80, %al
        je      2f
        addr32 loop 1b
        movb    $'?', %al
        call    show_char
2:      movw    $DATA, %dx
        movb    %ah, %al
        outb    %al, %dx
        popl    %ecx
        popw    %dx
        ret

skip_results:
        movb    $1, quiet
        jmp     1f
show_results:
        movb    $0, quiet
1:      pushw   %dx
        pushl   %ebx
        movb    $0, result
1:      movl    $1000000, %ebx
        movw    $STATUS, %dx
2:      inb     %dx, %al
        andb    $0xc0, %al
        cmpb    $0xc0, %al
        je      3f
        decl    %ebx
        jnz     2b
        movb    $'?', %al
        call    show_char
        jmp     9f
3:      movw    $DATA, %dx
        inb     %dx, %al
        cmpb    $0, quiet
        jne     5f
        testb   $0x80, without_sector           # only the status
        jz      4f
        cmpb    $3, result
        jae     5f
4:      cmpb    $0, without_sector
        je      4f
        cmpb    $5, result
        je      5f
4:      cmpb    $0, result
        je      4f
        call    show_digits
        jmp     5f
4:      call    show_byte
5:      incb    result
        loop    1b
9:      popl    %ebx
        popw    %dx
        ret

program_dma:
        movb    $6, %al
        outb    %al, $0x0a
        outb    %al, $0x0c
        movb    %ah, %al
        outb    %al, $0x0b
        movb    %bl, %al
        outb    %al, $0x04
        movb    %bh, %al
        outb    %al, $0x04
        movb    $MEMORY >> 16, %al
        outb    %al, $0x81
        movb    %cl, %al
        outb    %al, $0x05
        movb    %ch, %al
        outb    %al, $0x05
        movb    $2, %al
        outb    %al, $0x0a
        ret

show_dma:
        inb     $0x08, %al
        andb    $0x04, %al
        call    show_byte
        outb    %al, $0x0c
        inb     $0x04, %al
        movb    %al, %ah
        inb     $0x04, %al
        xchgb   %al, %ah
        show    %ax
        inb     $0x05, %al
        movb    %al, %ah
        inb     $0x05, %al
        xchgb   %al, %ah
        show    %ax
        inb     $0x0f, %al                      # the channel masks itself
        andb    $0x04, %al
        jmp     show_byte

# The word at BX in DMA's page.
show_memory:
        pushw   %es
        pushw   %ax
        movw    $MEMORY >> 4, %ax
        movw    %ax, %es
        movw    %es:(%bx), %ax
        call    show_word
        popw    %ax
        popw    %es
        ret

clear:  pushw   %es
        pushw   %ax
        pushw   %cx
        pushw   %di
        movw    $MEMORY >> 4, %ax
        movw    %ax, %es
        movw    $0xcccc, %ax
        movw    $256, %cx
        movw    %bx, %di
        rep stosw
        popw    %di
        popw    %cx
        popw    %ax
        popw    %es
        ret

# Four sectors of words that differ.
fill:   pushw   %es
        movw    $MEMORY >> 4, %ax
        movw    %ax, %es
        xorw    %di, %di
        movw    $1024, %cx
        movw    $0x1111, %ax
1:      stosw
        addw    $0x0123, %ax
        loop    1b
        popw    %es
        ret

fill_identifiers:
        pushw   %es
        movw    $MEMORY >> 4, %ax
        movw    %ax, %es
        movw    $0x4000, %di
        movl    $0x02010005, %eax               # cylinder, head, sector, size
        movw    $18, %cx
1:      stosl
        addl    $0x00010000, %eax
        loop    1b
        popw    %es
        ret

        .data
bios_isr: .long 0
irq:    .byte   0
pic_mask: .byte 0
result: .byte   0
quiet:  .byte   0
without_sector: .byte 0
        .bss
        .balign 2
buffer: .space  512
