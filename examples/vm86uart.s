# vm86uart.s -- a virtual-8086 task that talks to the serial port, without VMX.
#
# This is the guest of vm86demo.s on its own. The processor goes from real mode to protected mode with paging, enters
# a virtual-8086 task with IRET, and the task sends a message through the UART by polling. The task then executes HLT.
# At privilege level 3 that is forbidden, so the processor raises a general-protection fault (#GP), switches to the
# ring-0 stack named in the TSS, and calls our handler, which looks at what happened and goes back to real mode.
#
# Try it:   vmxasm run examples/vm86uart.s --serial stdout

        .boot   entry=start, load=0x8000        # our boot sector loads all this to 0x8000 and jumps to start

        .include <uart.inc>
        .include <print.inc>
        .include <a20.inc>
        .include <pmode.inc>
        .include <v86.inc>
        .include <poweroff.inc>

        .equ    TASK_SEGMENT, 0x2000            # where the task lies: segment 0x2000 is address 0x20000
        .equ    STACK, 0x7C00                   # free memory below the boot sector

#======================================================================================================================
# Real mode
#======================================================================================================================
        .code16
start:  cli                                     # no interrupts: nobody here handles them
        xor     %ax, %ax                        # labels are offsets from address 0, so every segment starts there
        mov     %ax, %ds
        mov     %ax, %es
        mov     %ax, %ss
        mov     $STACK, %sp
        uart_init
        a20_enable
        lidtl   idt_register
        pmode_enter gdt_register, sel_cs32, sel_ds32

#======================================================================================================================
# 32-bit protected mode, ring 0
#======================================================================================================================
        mov     $STACK, %esp
        mov     %cr4, %eax
        or      $0x10, %eax                     # CR4.PSE: a page-directory entry may map 4 MB by itself
        mov     %eax, %cr4
        mov     $pages.cr3, %eax
        mov     %eax, %cr3
        mov     %cr0, %eax
        or      $0x80000000, %eax               # CR0.PG
        mov     %eax, %cr0
        mov     $sel_tss, %eax                  # from now on the processor knows where the ring-0 stack
        ltr     %ax                             # and the I/O permission bitmap are
        v86_enter cs=TASK_SEGMENT, ip=0, ss=TASK_SEGMENT, sp=0xFFF0, ds=TASK_SEGMENT

# The handler of #GP. The processor has pushed an error code and what it needs to go back, and has set the data segment
# registers to zero, since the values that the task had there mean nothing here.
general_protection:
        mov     $sel_ds32, %eax
        mov     %eax, %ds
        mov     $unexpected, %edi
        cmpl    $0, V86_FRAME_ERROR(%esp)       # a privileged instruction gives the error code zero
        jne     0f
        testl   $0x00020000, V86_FRAME_EFLAGS(%esp)     # was it virtual-8086 mode?
        jz      0f
        cmpl    $TASK_SEGMENT, V86_FRAME_CS(%esp)       # and exactly our HLT?
        jne     0f
        cmpl    $task_hlt - task, V86_FRAME_EIP(%esp)
        jne     0f
        mov     $expected, %edi
0:      pmode_leave sel_cs16, sel_ds16

#======================================================================================================================
# Real mode again
#======================================================================================================================
        mov     $STACK, %sp
        mov     %edi, %esi
        uart_puts
        poweroff

expected:       .asciz  "\r\nBack in real mode: the task's HLT was stopped by #GP\r\n"
unexpected:     .asciz  "\r\nBack in real mode: #GP, but not from the task's HLT\r\n"

#======================================================================================================================
# The task: 8086 code in a segment of its own, where its offsets count from 0
#======================================================================================================================
        .section .task, "awx", load=TASK_SEGMENT * 16
task:   mov     $TASK_SEGMENT, %ax              # real-mode segment address
        mov     %ax, %ds
        xor     %si, %si                        # index into the message
nxbyte: mov     $UART + 5, %dx                  # line status
        in      %dx, %al                        # allowed by the I/O permission bitmap, else this would fault
        test    $0x20, %al                      # transmitter holding register empty?
        jz      nxbyte
        mov     message - task(%si), %al
        or      %al, %al                        # the final null byte?
        jz      task_hlt
        mov     $UART, %dx
        out     %al, %dx
        inc     %si
        jmp     nxbyte
task_hlt:
        hlt                                     # not allowed at privilege level 3
message:
        .asciz  "Hello from our 8086 Virtual Machine guest"

#======================================================================================================================
# The processor's structures
#======================================================================================================================
        .data
        .gdt    gdt
                .null
sel_cs32:       .descriptor code32
sel_ds32:       .descriptor data32
sel_cs16:       .descriptor code16              # code and data as real mode has them, for the way back
sel_ds16:       .descriptor data16
sel_tss:        .descriptor tss32, base=tss
        .endgdt
gdt_register:
        .gdtr   gdt

        .idt    idt, format=32
                .gate   GP, general_protection, selector=sel_cs32
        .endidt
idt_register:
        .idtr   idt

        .tss    tss, format=32
                ss0  = sel_ds32
                esp0 = STACK
                .iopb   allow=UART..UART+7      # a bit per port; all others stay forbidden
        .endtss

        .pagetables pages, format=pse
                .map    0, 0, 4M, present | writable | user     # one 4-MByte page
        .endpagetables
