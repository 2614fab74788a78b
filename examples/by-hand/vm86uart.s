# vm86uart.s -- a virtual-8086 task that talks to the serial port, without VMX.
#
# This is the guest of the VMX demo on its own. The processor goes from real mode to protected mode with paging, enters
# a virtual-8086 task with IRET, and the task sends a message through the UART by polling. The task then executes HLT.
# At privilege level 3 that is forbidden, so the processor raises a general-protection fault (#GP), switches to the
# ring-0 stack named in the TSS, and calls our handler, which looks at what happened and goes back to real mode.
#
# Everything here is written as GNU as wants it, each structure by hand; examples/vm86uart.s is the same program in our words.
#
# Try it:   vmxasm run examples/by-hand/vm86uart.s --serial stdout

        .equ    UART, 0x3F8             # first serial port (COM1)
        .equ    GUEST_SEGMENT, 0x1000   # where the guest's program lies: segment 0x1000 is address 0x10000

#======================================================================================================================
# The boot sector: in real mode, at 0x7C00, it reads the rest of this program to the memory just behind itself.
# Every label below 0x10000 is therefore its own physical address, and segment 0 reaches all of them.
#======================================================================================================================
        .code16
        .globl  _start
_start: ljmp    $0, $boot
boot:   xor     %ax, %ax
        mov     %ax, %ds
        mov     %ax, %es
        mov     %ax, %ss
        mov     $_start, %sp
        mov     %dl, drive              # the BIOS tells which drive it booted from

        mov     $0x08, %ah              # ask for that drive's geometry
        xor     %di, %di
        int     $0x13
        jc      disk_error
        and     $0x3F, %cl
        mov     %cl, sectors_per_track
        inc     %dh
        mov     %dh, heads
        xor     %ax, %ax
        mov     %ax, %es

        mov     $1, %si                 # SI = the sector to read next; sector 0 is this one
        mov     $_start + 512, %bx      # BX = where it goes
read:   mov     %si, %ax
        xor     %dx, %dx
        movzbw  sectors_per_track, %cx
        div     %cx                     # AX = track, DX = sector in the track, from 0
        mov     %dl, %cl
        inc     %cl                     # the BIOS counts sectors from 1
        divb    heads                   # AL = cylinder, AH = head
        mov     %al, %ch
        mov     %ah, %dh
        mov     drive, %dl
        mov     $0x0201, %ax            # read one sector to ES:BX
        int     $0x13
        jc      disk_error
        add     $512, %bx
        inc     %si
        cmp     $(image_end - _start + 511) / 512, %si
        jb      read
        jmp     main

disk_error:
        mov     $0x0E21, %ax            # "!" on the screen; nothing else is ready yet
        xor     %bx, %bx
        int     $0x10
0:      hlt
        jmp     0b

drive:                  .byte 0
sectors_per_track:      .byte 0
heads:                  .byte 0

        .org    510
        .byte   0x55, 0xAA

#======================================================================================================================
# Services of the real-mode part
#======================================================================================================================
# 115200 bits per second, 8 data bits, no parity, 1 stop bit: polled output needs nothing else.
uart_init:
        mov     $UART + 3, %dx          # line control: bit 7 opens the two divisor registers
        mov     $0x80, %al
        out     %al, %dx
        mov     $UART, %dx              # divisor 1, low byte and high byte
        mov     $1, %al
        out     %al, %dx
        mov     $UART + 1, %dx
        xor     %al, %al
        out     %al, %dx
        mov     $UART + 3, %dx
        mov     $0x03, %al              # 8N1, divisor closed again
        out     %al, %dx
        ret

# A20: at reset a PC still wraps addresses at 1 MB like an 8086, until this line is let through.
enable_a20:
        in      $0x92, %al
        or      $0x02, %al
        and     $0xFE, %al              # bit 0 would reset the machine
        out     %al, $0x92
        ret

#======================================================================================================================
# Real mode: put the task's program into place, then switch
#======================================================================================================================
main:   cli                             # no interrupts: we have no handlers for them in protected mode
        cld
        call    uart_init
        call    enable_a20

        mov     $GUEST_SEGMENT, %ax     # the task runs in a segment of its own, with offsets from 0
        mov     %ax, %es
        mov     $task_image, %si
        xor     %di, %di
        mov     $task_image_size, %cx
        rep movsb

        lgdtl   gdt_register
        lidtl   idt_register
        mov     $page_directory, %eax
        mov     %eax, %cr3
        mov     %cr4, %eax
        or      $0x10, %eax             # CR4.PSE: a page-directory entry may map 4 MB by itself
        mov     %eax, %cr4
        mov     %cr0, %eax
        or      $0x80000001, %eax       # CR0.PE and CR0.PG: protected mode and paging
        mov     %eax, %cr0
        ljmpl   $sel_cs32, $protected   # the far jump loads CS with a 32-bit code segment

#======================================================================================================================
# Protected mode
#======================================================================================================================
        .code32
protected:
        mov     $sel_ds32, %ax
        mov     %ax, %ds
        mov     %ax, %es
        mov     %ax, %ss
        mov     $ring0_stack, %esp
        xor     %ax, %ax
        lldt    %ax
        mov     $sel_tss, %ax           # from now on the processor knows where the ring-0 stack
        ltr     %ax                     # and the I/O permission bitmap are

# IRET with VM set in the EFLAGS image enters virtual-8086 mode. It takes nine values from the stack.
        xor     %eax, %eax
        push    %eax                    # GS
        push    %eax                    # FS
        push    $GUEST_SEGMENT          # DS
        push    %eax                    # ES
        push    $GUEST_SEGMENT          # SS
        push    $0xFFF0                 # SP
        push    $0x00020002             # EFLAGS: VM, and bit 1 which is always set; IOPL is 0
        push    $GUEST_SEGMENT          # CS
        push    $0                      # IP
        iret

# The handler of #GP. A fault that leaves virtual-8086 mode finds on the ring-0 stack, from the top:
#   +0 error code   +4 EIP   +8 CS   +12 EFLAGS   +16 ESP   +20 SS   +24 ES   +28 DS   +32 FS   +36 GS
# and has set DS, ES, FS and GS to zero, since their real-mode values mean nothing here.
general_protection:
        mov     $sel_ds32, %ax
        mov     %ax, %ds
        mov     %ax, %es
        movl    $unexpected, verdict
        cmpl    $0, (%esp)              # a privileged instruction gives the error code zero
        jne     0f
        testl   $0x00020000, 12(%esp)   # was it virtual-8086 mode?
        jz      0f
        cmpl    $GUEST_SEGMENT, 8(%esp) # and exactly our HLT?
        jne     0f
        cmpl    $task_hlt, 4(%esp)
        jne     0f
        movl    $expected, verdict
0:
# The way back to real mode: first segments with real mode's limit of 64 KB and attributes, then PG and PE off.
        ljmp    $sel_cs16, $leave
        .code16
leave:  mov     $sel_ds16, %ax
        mov     %ax, %ds
        mov     %ax, %es
        mov     %ax, %ss
        mov     %cr0, %eax
        and     $0x7FFFFFFE, %eax
        mov     %eax, %cr0
        ljmp    $0, $real_again
real_again:
        xor     %ax, %ax
        mov     %ax, %ds
        mov     %ax, %es
        mov     %ax, %ss
        mov     $_start, %sp
        lidtl   real_idt_register       # the interrupt table of real mode lies at address 0

        mov     verdict, %si
        call    print
        mov     $UART + 5, %dx
0:      in      %dx, %al                # wait until the last letter has left
        test    $0x40, %al
        jz      0b
        mov     $shutdown, %si          # Bochs (and vmxasm) power off when "Shutdown" is written to port 0x8900,
        mov     $8, %cx
        mov     $0x8900, %dx
        rep outsb
        mov     $0x2000, %ax            # QEMU when 0x2000 is written to its ACPI port
        mov     $0x604, %dx
        out     %ax, %dx
0:      hlt
        jmp     0b

# Print the string at DS:SI on the serial line.
print:  lodsb
        test    %al, %al
        jz      1f
        mov     %al, %ah
        mov     $UART + 5, %dx
0:      in      %dx, %al
        test    $0x20, %al
        jz      0b
        mov     %ah, %al
        mov     $UART, %dx
        out     %al, %dx
        jmp     print
1:      ret

expected:       .asciz  "\r\nBack in real mode: the task's HLT was stopped by #GP\r\n"
unexpected:     .asciz  "\r\nBack in real mode: #GP, but not from the task's HLT\r\n"
shutdown:       .ascii  "Shutdown"
        .balign 4
verdict:        .long   0

#======================================================================================================================
# The task's program, as it would be for an 8086. Its offsets count from task_image.
#======================================================================================================================
task_image:
        mov     $GUEST_SEGMENT, %ax     # real-mode segment address
        mov     %ax, %ds
        xor     %si, %si                # index into the message
nxbyte: mov     $UART + 5, %dx          # line status
        in      %dx, %al                # allowed by the I/O permission bitmap, else this would fault
        test    $0x20, %al              # transmitter holding register empty?
        jz      nxbyte
        mov     message - task_image(%si), %al
        or      %al, %al                # the final null byte?
        jz      done
        mov     $UART, %dx
        out     %al, %dx
        inc     %si
        jmp     nxbyte
done:
        .equ    task_hlt, . - task_image
        hlt                             # not allowed at privilege level 3
        jmp     done
message:
        .asciz  "Hello from our 8086 Virtual Machine guest"
        .equ    task_image_size, . - task_image

#======================================================================================================================
# The processor's structures
#======================================================================================================================
# Segment descriptors. The processor wants base and limit cut into pieces:
#   limit 15..0, base 15..0, base 23..16, access rights, flags and limit 19..16, base 31..24
        .balign 8
gdt:    .quad   0                                       # entry 0 is never used
        .equ    sel_cs32, . - gdt                       # code, 32 bits, base 0, limit 4 GB
        .word   0xFFFF, 0x0000, 0x9A00, 0x00CF
        .equ    sel_ds32, . - gdt                       # data, likewise
        .word   0xFFFF, 0x0000, 0x9200, 0x00CF
        .equ    sel_cs16, . - gdt                       # code and data as real mode has them
        .word   0xFFFF, 0x0000, 0x9A00, 0x0000
        .equ    sel_ds16, . - gdt
        .word   0xFFFF, 0x0000, 0x9200, 0x0000
        .equ    sel_tss, . - gdt                        # the task state segment
        .word   tss_limit, tss, 0x8900, 0x0000
        .equ    gdt_limit, . - gdt - 1
gdt_register:
        .word   gdt_limit
        .long   gdt

# Interrupt gates for vectors 0..13; only 13 (#GP) is there.
        .balign 8
idt:    .zero   13 * 8
        .word   general_protection, sel_cs32, 0x8E00, 0 # interrupt gate, present, DPL 0
        .equ    idt_limit, . - idt - 1
idt_register:
        .word   idt_limit
        .long   idt
real_idt_register:
        .word   0x3FF
        .long   0

# The task state segment: 26 longwords, of which ESP0, SS0 and the offset of the I/O map matter here; then the map, with a
# bit per port: 0 allows it. The processor reads two bytes of it at a time, so one byte of ones must follow.
        .balign 4
tss:    .long   0                       # back link
        .long   ring0_stack             # ESP0
        .long   sel_ds32                # SS0
        .zero   100 - (. - tss)
        .word   0                       # debug trap
        .word   io_map - tss            # I/O map base
io_map: .fill   UART / 8, 1, 0xFF       # ports 0 .. 0x3F7: denied
        .byte   0x00                    # ports 0x3F8 .. 0x3FF: allowed
        .byte   0xFF                    # the terminating byte
        .equ    tss_limit, . - tss - 1

# One page-directory entry with the page-size bit maps 4 MB: present, writable, user, accessed and dirty.
# It must lie on a page boundary: address 0x9000, where this program starts at 0x7C00.
        .org    0x9000 - 0x7C00
page_directory:
        .long   0x000000E7
        .zero   4092
image_end:
        .equ    ring0_stack, 0x7000     # free memory between the BIOS's data and the boot sector
