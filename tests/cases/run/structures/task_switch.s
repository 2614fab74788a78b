# Task switches by the processor: a jump to a 32-bit TSS, a task gate for #UD, and a 16-bit TSS that is called and returns.
#! serial: first second first, a 16-bit task, first, #UD in a task of its own
        .include <print.inc>
        .include <pmode.inc>
        .include <poweroff.inc>
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
        lidt    idtr
        mov     $first, %eax
        ltr     %ax
        print   "first "
        ljmp    $second, $0
        print   "first, "
        lcall   $third, $0
        print   "first, "
        ud2
second_code:
        print   "second "
        ljmp    $first, $0
fault_code:
        print   "#UD in a task of its own"
        poweroff
        .code16
third_code:
        print   "a 16-bit task, "
        iret                            # NT is set: back to the task that called
        .data
        .gdt    gdt
                .null
cs32:           .descriptor code32
ds32:           .descriptor data32
cs16:           .descriptor code16
ds16:           .descriptor data16
first:          .descriptor tss32, base=first_tss
second:         .descriptor tss32, base=second_tss
third:          .descriptor tss16, base=third_tss
fault:          .descriptor tss32, base=fault_tss
        .endgdt
        .idt    idt, format=32
                .gate   UD, type=task, selector=fault
        .endidt
        .code32
idtr:   .idtr   idt
        .tss    first_tss, format=32
        .endtss
        .irp    name, second, fault
        .tss    \name\()_tss, format=32
                eip     = \name\()_code
                eflags  = none
                esp     = 0x7400
                cs      = cs32
                ss      = ds32
                ds      = ds32
                es      = ds32
        .endtss
        .endr
        .tss    third_tss, format=16
                ip      = third_code
                sp      = 0x7000
                cs      = cs16
                ss      = ds16
                ds      = ds16
                es      = ds16
        .endtss
        .code16
gdtr:   .gdtr   gdt
