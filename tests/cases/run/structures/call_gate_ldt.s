# From ring 3 through a call gate in the LDT to ring 0, with two parameters copied to the other stack, and back.
#! serial: ring 0 got 1234 and 5678 from ring 3
#! serial: back in ring 3
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
        pmode_enter gdtr, cs0, ds0
        mov     $0x7C00, %esp
        mov     $ldtr, %eax
        lldt    %ax
        mov     $tr, %eax
        ltr     %ax
        pushl   $ds3
        pushl   $0x7400
        pushl   $0x3002                 # IOPL 3: ring 3 may use the ports
        pushl   $cs3
        pushl   $ring3
        iret
ring3:  mov     $ds3, %eax
        mov     %eax, %ds
        mov     %eax, %es
        pushl   $0x5678
        pushl   $0x1234
        lcall   $gate, $0
        print   "\nback in ring 3"
        poweroff
service:
        mov     8(%esp), %esi
        mov     12(%esp), %edi
        mov     4(%esp), %ebp           # the caller's CS
        print   "ring "
        mov     %cs, %eax
        and     $3, %eax
        print_dec
        print   " got "
        mov     8(%esp), %eax
        print_hex 16
        print   " and "
        mov     12(%esp), %eax
        print_hex 16
        print   " from ring "
        mov     %ebp, %eax
        and     $3, %eax
        print_dec
        lret    $8
        .data
        .gdt    gdt
                .null
cs0:            .descriptor code32
ds0:            .descriptor data32
tr:             .descriptor tss32, base=tss
ldtr:           .descriptor ldt, base=ldt
        .endgdt
        .ldt    ldt
cs3:            .descriptor code32, dpl=3, rpl=3
ds3:            .descriptor data32, dpl=3, rpl=3
gate:           .descriptor call_gate32, selector=cs0, offset=service, parameters=2, dpl=3, rpl=3
        .endldt
        .tss    tss, format=32
                ss0  = ds0
                esp0 = 0x7800
        .endtss
        .code16
gdtr:   .gdtr   gdt
