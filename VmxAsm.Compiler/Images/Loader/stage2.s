# stage2.s -- loads a program's segments, checks them, and enters the program in 16-bit real mode.
#
# A segment goes to any address below 4 GiB. It is read in pieces to a buffer in low memory, because the BIOS cannot read
# above the first mebibyte, summed there, and copied on with 32-bit addresses: "unreal mode", in which ES keeps the limit of 4 GiB that it got in
# a moment of protected mode (Intel SDM, "Switching Back to Real-Address Mode", says that limits stay as they are).
#
# The program is entered with: A20 enabled, interrupts enabled, direction flag clear, DL = boot drive, CS:IP, DS = ES = data_segment,
# SS:SP = 0000:7000. Nothing has been written to the screen or to the serial line.
#
# The parameters and the table at the end are filled in when the image is made.

        .set    BUFFER, 0x2000
        .set    BUFFER_SIZE, 0x4000

        .code16
        .text
        .globl  _start
_start: jmp     start
        .org    4
sector_shift:   .byte   9               # log2 of the medium's sector size: 9, or 11 on a CD
contract:       .byte   0               # 0: .boot,  1: 0xABCD (entered by a far call)
segments:       .word   0
first_sector:   .long   0               # the table counts sectors from here
entry_offset:   .word   0
entry_segment:  .word   0
data_segment:   .word   0

start:  mov     %dl, drive
        call    find_geometry
        call    enable_a20

        mov     $table, %bp
        mov     segments, %cx
1:      jcxz    enter
        push    %cx
        call    load_segment
        pop     %cx
        dec     %cx
        add     $20, %bp
        jmp     1b

enter:  mov     drive, %dl
        mov     data_segment, %ax
        cmpb    $1, contract
        je      call_program
        pushw   entry_segment
        pushw   entry_offset
        mov     %ax, %es
        mov     %ax, %ds
        lret

# The convention of the seed's course: a program that starts with 0xABCD is called, and may return.
call_program:
        mov     %ax, %es
        mov     %ax, %ds
        lcall   *%cs:entry_offset
        xor     %ax, %ax
        mov     %ax, %ds
        mov     %ax, %es
        mov     %ax, %ss
        mov     $0x7000, %sp
        sti
        mov     $returned, %si
        call    say
        xor     %ax, %ax                # wait for a key, then boot again
        int     $0x16
        int     $0x19
        jmp     stop

# BP = the table's row: address, size, size in memory, sum, sector.
load_segment:
        mov     0(%bp), %edi
        mov     4(%bp), %ebx            # bytes to go
        mov     16(%bp), %eax
        add     first_sector, %eax
        movl    $0, sum
1:      test    %ebx, %ebx
        jz      3f
        mov     $BUFFER_SIZE, %ecx      # this piece: at most the buffer
        cmp     %ebx, %ecx
        jbe     2f
        mov     %ebx, %ecx
2:      call    read_piece              # ECX bytes from sector EAX to the buffer; EAX moves on
        call    copy_piece              # ECX bytes from the buffer to EDI, which moves on
        sub     %ecx, %ebx
        jmp     1b
3:      mov     12(%bp), %eax
        cmp     sum, %eax
        mov     $damaged, %si
        jne     fail
        mov     8(%bp), %ecx            # what the program expects to be zero
        sub     4(%bp), %ecx
        jbe     4f
        call    unreal
        xor     %eax, %eax
        addr32 rep stosb
        movb    $0x5A, %es:-1(%edi)     # is there memory at its end?
        cmpb    $0x5A, %es:-1(%edi)
        jne     lacks_memory
        movb    %al, %es:-1(%edi)
4:      ret

# Reads whole sectors for ECX bytes from sector EAX on, and adds their 32-bit words to the sum, which turns by one bit with each.
read_piece:
        pushal
        mov     %ecx, %edx
        mov     sector_shift, %cl
        mov     $1, %ebx
        shl     %cl, %ebx
        lea     -1(%edx,%ebx), %edx
        shr     %cl, %edx               # EDX = sectors
        mov     %edx, %ebx
        shl     %cl, %ebx
        shr     $2, %ebx
        push    %bx                     # words to sum
        mov     $BUFFER, %bx
1:      test    %dx, %dx
        jz      2f
        call    read_sectors            # some of them: CX
        sub     %cx, %dx
        movzwl  %cx, %ecx
        add     %ecx, %eax
        push    %ax
        mov     %cx, %ax
        mov     sector_shift, %cl
        shl     %cl, %ax
        add     %ax, %bx
        pop     %ax
        jmp     1b
2:      pop     %cx
        mov     $BUFFER, %si
        mov     sum, %edx
3:      lodsl
        rol     $1, %edx
        add     %eax, %edx
        loop    3b
        mov     %edx, sum
        popal
        push    %ebx
        push    %ecx
        mov     %ecx, %ebx
        mov     sector_shift, %cl
        mov     $1, %edx
        shl     %cl, %edx
        lea     -1(%ebx,%edx), %ebx
        shr     %cl, %ebx
        add     %ebx, %eax
        pop     %ecx
        pop     %ebx
        ret

# Reads up to DX sectors from sector EAX to 0:BX; gives back in CX how many.
read_sectors:
        movb    $4, tries
1:      pushal
        cmpb    $0, has_lba
        je      2f
        mov     %dx, packet_count
        mov     %bx, packet_offset
        mov     %eax, packet_lba
        mov     $packet, %si
        mov     $0x42, %ah
        mov     %dx, count
        jmp     4f
2:      mov     %dx, %si                # LBA = (cylinder * heads + head) * sectors per track + sector - 1
        xor     %edx, %edx
        movzwl  sectors_per_track, %ecx
        div     %ecx
        sub     %dx, %cx                # sectors left on this track
        cmp     %si, %cx
        jbe     3f
        mov     %si, %cx
3:      mov     %cx, count
        inc     %dl
        mov     %dl, %cl
        xor     %dx, %dx
        divw    heads
        mov     %dl, %dh
        mov     %al, %ch
        shl     $6, %ah
        or      %ah, %cl
        mov     count, %al
        mov     $0x02, %ah
4:      mov     drive, %dl
        int     $0x13
        popal
        jnc     5f
        pushal
        xor     %ax, %ax                # reset the drive and try again
        mov     drive, %dl
        int     $0x13
        popal
        decb    tries
        jnz     1b
        mov     $read_error, %si
        jmp     fail
5:      mov     count, %cx
        ret

# ECX bytes from the buffer to EDI, which moves on. What is there afterwards is compared: beyond the end of memory, nothing is stored.
copy_piece:
        push    %ecx
        push    %esi
        call    unreal
        push    %ecx
        push    %edi
        mov     $BUFFER, %esi
        addr32 rep movsb
        pop     %edi
        pop     %ecx
        mov     $BUFFER, %esi
        addr32 repe cmpsb
        jne     lacks_memory
        pop     %esi
        pop     %ecx
        ret

# Gives ES base 0 and limit 4 GiB. Done before every use, because a BIOS call may have undone it.
unreal: push    %eax
        cli
        lgdt    gdtr
        mov     %cr0, %eax
        or      $1, %al
        mov     %eax, %cr0
        jmp     1f
1:      push    $8
        pop     %es
        and     $0xFE, %al
        mov     %eax, %cr0
        jmp     2f
2:      push    $0
        pop     %es
        sti
        pop     %eax
        ret

# Is the 21st address line connected? If not, the BIOS, then port 0x92, then the keyboard controller is asked to do it.
enable_a20:
        call    test_a20
        jne     9f
        mov     $0x2401, %ax
        int     $0x15
        call    test_a20
        jne     9f
        in      $0x92, %al
        or      $2, %al
        and     $0xFE, %al              # bit 0 would reset the processor
        out     %al, $0x92
        call    test_a20
        jne     9f
        call    keyboard_ready
        mov     $0xD1, %al              # write output port
        out     %al, $0x64
        call    keyboard_ready
        mov     $0xDF, %al
        out     %al, $0x60
        call    keyboard_ready
        call    test_a20
        jne     9f
        mov     $no_a20, %si
        jmp     fail
9:      ret

keyboard_ready:
        xor     %cx, %cx
1:      in      $0x64, %al
        test    $2, %al
        loopnz  1b
        ret

# ZF clear when 0000:0500 and FFFF:0510 are two places.
test_a20:
        push    %fs
        push    $0xFFFF
        pop     %fs
        mov     0x500, %ax
        push    %ax
        mov     $0x1000, %cx
1:      incw    0x500
        mov     0x500, %ax
        cmp     %fs:0x510, %ax
        loope   1b
        pop     %ax
        mov     %ax, 0x500
        pop     %fs
        ret

find_geometry:
        mov     $0x41, %ah              # are the LBA extensions there?
        mov     $0x55AA, %bx
        mov     drive, %dl
        int     $0x13
        jc      1f
        cmp     $0xAA55, %bx
        jne     1f
        test    $1, %cl
        jz      1f
        incb    has_lba
        ret
1:      mov     $0x08, %ah
        mov     drive, %dl
        xor     %di, %di
        int     $0x13
        mov     $0, %ax
        mov     %ax, %es
        jc      2f                      # keep the 18 sectors and 2 heads of a 1.44 MB floppy
        and     $0x3F, %cx
        jz      2f
        mov     %cx, sectors_per_track
        movzbw  %dh, %dx
        inc     %dx
        mov     %dx, heads
2:      ret

# SI = a message, to the screen and to the serial line.
say:    mov     $0x3FB, %dx             # COM1: 115200 bits per second, 8 data bits, no parity, 1 stop bit
        mov     $0x80, %al
        out     %al, %dx
        mov     $0x3F8, %dx
        mov     $1, %ax
        out     %ax, %dx
        mov     $0x3FB, %dx
        mov     $0x03, %al
        out     %al, %dx
1:      lodsb
        test    %al, %al
        jz      3f
        push    %ax
        mov     $0x0E, %ah
        mov     $7, %bx
        int     $0x10
        mov     $0x3FD, %dx
        xor     %cx, %cx                # a machine without a serial port must not hang here
2:      in      %dx, %al
        test    $0x20, %al
        loopz   2b
        pop     %ax
        mov     $0x3F8, %dx
        out     %al, %dx
        jmp     1b
3:      ret

lacks_memory:
        mov     $no_memory, %si
fail:   call    say
stop:   hlt
        jmp     stop

read_error:     .asciz  "boot: disk read error\r\n"
damaged:        .asciz  "boot: the program was not read correctly (its checksum is wrong)\r\n"
no_memory:      .asciz  "boot: there is no memory where the program is to be loaded\r\n"
no_a20:         .asciz  "boot: the A20 line cannot be enabled\r\n"
returned:       .asciz  "\r\nboot: the program has returned; press a key to boot again\r\n"

        .balign 4
gdt:    .quad   0
        .quad   0x00CF92000000FFFF      # data, base 0, limit 4 GiB
gdtr:   .word   . - gdt - 1
        .long   gdt

packet: .byte   16, 0                   # disk address packet: size, 0, sectors, offset, segment, LBA
packet_count:   .word   0
packet_offset:  .word   0, 0
packet_lba:     .long   0, 0

sum:            .long   0
sectors_per_track: .word 18
heads:          .word   2
count:          .word   0
drive:          .byte   0
has_lba:        .byte   0
tries:          .byte   0

        .balign 4
table:                                  # address, size, size in memory, sum, first sector: 32 bits each
