# CR4.VME with IOPL 3: INT 21h of a virtual-8086 task goes to the monitor, INT 60h by the task's own vector table, as the redirection bitmap says.
#! serial: own handler, monitor
        .include <print.inc>
        .include <pmode.inc>
        .include <v86.inc>
        .include <poweroff.inc>
        .equ    TASK, 0x1000
        .boot   entry=start
        .section .task, "awx", load=TASK * 16
        .code16
task:   int     $0x60
        int     $0x21
        hlt
own:    movw    $1, %ss:0xFFF0
        iret
        .text
start:  cli
        xor     %ax, %ax
        mov     %ax, %ds
        mov     %ax, %ss
        mov     $0x7C00, %sp
        movw    $(own - task), 0x60 * 4 # real-mode vector: offset, segment
        movw    $TASK, 0x60 * 4 + 2
        uart_init
        pmode_enter gdtr, cs32, ds32
        mov     $0x7C00, %esp
        paging_enter pages.cr3, cr4=0x11
        mov     $tr, %eax
        ltr     %ax
        lidt    idtr
        v86_enter cs=TASK, ip=0, ss=TASK, sp=0xFF00, flags=0x3000
monitor:
        mov     $ds32, %eax
        mov     %eax, %ds
        mov     %eax, %es
        cmpw    $1, TASK * 16 + 0xFFF0
        jne     1f
        print   "own handler, "
1:      print   "monitor"
        poweroff
fault:  mov     $ds32, %eax
        mov     %eax, %ds
        mov     %eax, %es
        print   "#GP"
        poweroff
        .data
        .gdt    gdt
                .null
cs32:           .descriptor code32
ds32:           .descriptor data32
tr:             .descriptor tss32, base=tss
        .endgdt
        .tss    tss, format=32
                ss0  = ds32
                esp0 = 0x7800
                .redirection monitor=0x21
        .endtss
        .code32
        .idt    idt, format=32, selector=cs32
                .gate   0x21, monitor, dpl=3
                .gate   GP, fault
        .endidt
idtr:   .idtr   idt
        .code16
gdtr:   .gdtr   gdt
        .pagetables pages, format=pse
                .map    0, 0, 4M, present | writable | user
        .endpagetables
