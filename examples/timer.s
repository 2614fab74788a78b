# timer.s -- hardware interrupts for a virtual-8086 guest. The PC's timer interrupts the processor while the guest runs; "external-interrupt exiting" gives
# that to the host, which decides what becomes of it: it injects the interrupt into the guest with the next VM entry.
# The guest is a virtual-8086 task: its interrupts go through its IDT to a 32-bit handler at ring 0, which counts and returns.
#
# Try it:   vmxasm run examples/timer.s --serial stdout

        .include <host.inc>
        .include <v86.inc>
        .equ    GUEST_SEGMENT, 0x2000
        .equ    TIMER_VECTOR, 0x20
        vmx_host guest

on_vm_exit:
        vmx_save_registers
        vmx_read VMX_EXIT_REASON
        cmp     $VMX_REASON_EXTERNAL_INTERRUPT, %eax
        je      exit_interrupt
        print   "\r\n"
        vmx_print_exit
        vmx_host_end

# The processor has acknowledged the interrupt and tells its vector. Deliver it to the guest, in place of the device.
exit_interrupt:
        vmx_read VMX_EXIT_INTERRUPTION_INFORMATION
        and     $0xFF, %eax
        or      $0x80000000, %eax               # valid, type 0: external interrupt
        vmx_write VMX_ENTRY_INTERRUPTION_INFORMATION
        vmx_resume_guest
        vmx_exit_names

        .vmcs   guest
                pin_based       = external_interrupt_exiting
                exit            = acknowledge_interrupt_on_exit
                guest.cr3       = guest_pages.cr3
                guest.cr4       = PSE
                guest.rflags    = VM | IF
                guest.segments  = v86(GUEST_SEGMENT)
                guest.tr        = guest_gdt:guest_tr
                guest.gdtr      = guest_gdt
                guest.idtr      = guest_idt
                guest.rip       = 0
                guest.rsp       = 0xFFF0
                host.rip        = on_vm_exit
                host.rsp        = HOST_STACK
        .endvmcs

        .gdt    guest_gdt
                .null
guest_cs:       .descriptor code32
guest_ds:       .descriptor data32
guest_tr:       .descriptor tss32, base=guest_tss
        .endgdt
        .tss    guest_tss, format=32
                ss0  = guest_ds
                esp0 = 0x7800
                .iopb   allow=UART..UART+7 | 0x20..0x21 | 0x40..0x43 | 0xA0..0xA1
        .endtss
        .idt    guest_idt, format=32, selector=guest_cs
                .gate   GP, guest_gpf
                .gate   TIMER_VECTOR, guest_timer
        .endidt
        .pagetables guest_pages, format=pse
                .map    0, 0, 4M, present | writable | user
        .endpagetables

# Ring 0 of the guest
        .text
        .code32
guest_timer:
        push    %eax
        incl    %ss:ticks                       # DS is null here; SS reaches all memory
        mov     $0x20, %al
        out     %al, $0x20                      # end of interrupt
        pop     %eax
        iret
guest_gpf:
        vmcall                                  # the task's HLT

# Ring 3 of the guest: sets up the interrupt controller and the timer, then waits for three ticks.
        .section .guest, "awx", load=GUEST_SEGMENT * 16
        .code16
guest_start:
        mov     $GUEST_SEGMENT, %ax
        mov     %ax, %ds
        .irp    word, 0x1120, 0x2021, 0x0421, 0x0121, 0xFE21    # initialise, vectors from 0x20, cascade, 8086 mode, only IRQ 0
        mov     $\word >> 8, %al
        out     %al, $\word & 0xFF
        .endr
        mov     $0xFF, %al
        out     %al, $0xA1                      # nothing from the second controller
        mov     $0x34, %al                      # timer 0: rate generator, low byte and high byte
        out     %al, $0x43
        mov     $11932 & 0xFF, %al              # 100 times a second
        out     %al, $0x40
        mov     $11932 >> 8, %al
        out     %al, $0x40
        xor     %bl, %bl                        # ticks seen
1:      mov     ticks - guest_start, %al
        cmp     %bl, %al
        je      1b
        mov     %al, %bl
        add     $'0', %al
        mov     %al, %ah
        mov     $UART + 5, %dx
2:      in      %dx, %al
        test    $0x20, %al
        jz      2b
        mov     %ah, %al
        mov     $UART, %dx
        out     %al, %dx
        cmp     $3, %bl
        jb      1b
        hlt
        .balign 4
ticks:  .long   0
