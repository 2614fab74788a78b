# hello.s -- the smallest program that a PC can boot: one sector of 512 bytes.
#
# When a PC starts, its BIOS reads the first sector of the disk to address 0x7C00, looks for the two
# signature bytes 0x55 0xAA at its end, and jumps to it: in real mode, with 16-bit registers, and with the number of
# the boot drive in DL. Nothing else is promised, not even the segment registers, so we set those up first.
#
# Try it:   vmxasm run examples/hello.s --serial stdout

        .equ    UART, 0x3F8             # first serial port (COM1)
        .equ    LINE_CONTROL, 3         # its registers, counted from the base port
        .equ    LINE_STATUS, 5
        .equ    TX_EMPTY, 0x20          # line status: the transmitter holding register is free
        .equ    TX_IDLE, 0x40           # line status: the last bit has left

        .code16                         # a PC wakes up as a fast 8086
        .globl  _start
_start: ljmp    $0, $main               # some BIOSes enter at 0000:7C00, some at 07C0:0000; now it is the former

main:   xor     %ax, %ax                # labels are offsets from address 0, so every segment starts there
        mov     %ax, %ds
        mov     %ax, %es
        mov     %ax, %ss
        mov     $_start, %sp            # the stack grows down from just below our code
        cld

# 8 data bits, no parity, 1 stop bit. Without this the UART may still be set to 5-bit words and would drop
# the upper bits of each letter.
        mov     $UART + LINE_CONTROL, %dx
        mov     $0x03, %al
        out     %al, %dx

        mov     $message, %si
next:   lodsb                           # AL = the letter at DS:SI, and SI moves on
        test    %al, %al
        jz      power_off
        call    on_screen
        call    on_serial_line
        jmp     next

on_screen:
        mov     $0x0E, %ah              # BIOS video service: print AL like a typewriter
        mov     $7, %bx                 # page 0, light grey
        int     $0x10
        ret

on_serial_line:
        mov     %al, %ah
        mov     $UART + LINE_STATUS, %dx
0:      in      %dx, %al                # wait until the previous letter has left
        test    $TX_EMPTY, %al
        jz      0b
        mov     %ah, %al
        mov     $UART, %dx
        out     %al, %dx
        ret

# There is no standard way to switch a PC off without reading its ACPI tables, but every emulator has a simple one.
power_off:
        mov     $UART + LINE_STATUS, %dx
0:      in      %dx, %al                # a PC that is off sends nothing: wait for the last letter
        test    $TX_IDLE, %al
        jz      0b
        mov     $shutdown, %si          # Bochs (and vmxasm): the letters "Shutdown" to port 0x8900
        mov     $8, %cx
        mov     $0x8900, %dx
        rep outsb
        mov     $0x2000, %ax            # QEMU: the sleep bit of its ACPI port
        mov     $0x604, %dx
        out     %ax, %dx
        cli                             # a real PC: just stop
0:      hlt
        jmp     0b

message:
        .asciz  "Hello from the boot sector\r\n"
shutdown:
        .ascii  "Shutdown"

        .org    510                     # the signature takes the last two bytes of the sector
        .byte   0x55, 0xAA
