# int_reflect.s -- software interrupts of a virtual-8086 guest, reflected to the guest's own handlers.
#
# INT n of an 8086 program means "call the handler whose address stands at n * 4". In virtual-8086 mode with IOPL below 3 it is forbidden instead: #GP, so
# that a monitor can look first. Our monitor is the host: the exception bitmap turns #GP into a VM exit, and the host does what an 8086
# would have done: push FLAGS, CS and IP on the guest's stack, and take the new CS and IP from the guest's table. IRET is forbidden just so, and is
# done for the guest likewise. The guest calls INT 10h, the BIOS's video service, whose handler it has replaced with its own.
#
# Try it:   vmxasm run examples/int_reflect.s --serial stdout

        .include <host.inc>
        .equ    GUEST_SEGMENT, 0x2000
        vmx_host guest

# The guest's address 0 is a page of its own, so that it has its own interrupt table; its segment is where it is loaded.
on_vm_exit:
        vmx_save_registers
        vmx_read VMX_EXIT_REASON
        cmp     $VMX_REASON_EXCEPTION_OR_NMI, %eax
        jne     unexpected
        call    guest_code                      # rsi = the instruction's bytes
        mov     (%rsi), %al
        cmp     $0xCD, %al                      # INT n
        je      do_int
        cmp     $0xCF, %al                      # IRET
        je      do_iret
        cmp     $0xF4, %al                      # HLT: the guest is done
        jne     unexpected
        print   "\r\nthe guest's HLT ended it\r\n"
        vmx_host_end
unexpected:
        vmx_print_exit
        vmx_host_end

do_int: movzbl  1(%rsi), %ebp                   # the vector
        call    guest_stack                     # rdi = the guest's stack
        vmx_read VMX_GUEST_RFLAGS
        mov     %ax, -2(%rdi)
        vmx_read VMX_GUEST_CS_SELECTOR
        mov     %ax, -4(%rdi)
        vmx_read VMX_GUEST_RIP
        add     $2, %eax                        # the handler's IRET goes on behind the INT
        mov     %ax, -6(%rdi)
        vmx_read VMX_GUEST_RSP
        sub     $6, %eax
        vmx_write VMX_GUEST_RSP
        mov     guest_zero_page(,%rbp,4), %ebx  # the table's entry: IP, then CS
        jmp     go_on

do_iret:
        call    guest_stack
        mov     (%rdi), %ebx                    # IP, CS
        vmx_read VMX_GUEST_RSP
        add     $6, %eax
        vmx_write VMX_GUEST_RSP
go_on:  movzwl  %bx, %eax
        vmx_write VMX_GUEST_RIP
        shr     $16, %ebx
        mov     %ebx, %eax
        vmx_write VMX_GUEST_CS_SELECTOR
        shl     $4, %eax                        # in virtual-8086 mode the base follows the selector
        vmx_write VMX_GUEST_CS_BASE
        vmx_resume_guest

# rsi = where the guest's next instruction lies, rdi = the top of its stack. Its segments are mapped to the same addresses of ours.
guest_code:
        vmx_read VMX_GUEST_RIP
        mov     %rax, %rsi
        vmx_read VMX_GUEST_CS_BASE
        add     %rax, %rsi
        ret
guest_stack:
        vmx_read VMX_GUEST_RSP
        movzwl  %ax, %edi
        vmx_read VMX_GUEST_SS_BASE
        add     %rax, %rdi
        ret
        vmx_exit_names

        .vmcs   guest
                exception_bitmap = GP
                guest.cr3       = guest_pages.cr3
                guest.rflags    = VM
                guest.segments  = v86(GUEST_SEGMENT)
                guest.es        = v86(0)
                guest.tr        = guest_gdt:guest_tr
                guest.rip       = 0
                guest.rsp       = 0xFFF0
                host.rip        = on_vm_exit
                host.rsp        = HOST_STACK
        .endvmcs

        .gdt    guest_gdt
                .null
guest_tr:       .descriptor tss32, base=guest_tss
        .endgdt
        .tss    guest_tss, format=32
                .iopb   allow=UART..UART+7
        .endtss
        .pagetables guest_pages, format=legacy
                .map    0, guest_zero_page, 4K, present | writable | user
                .map    0x1000, 0x1000, 0x3F000, present | writable | user
        .endpagetables
        .bss
        .balign 4096
guest_zero_page:
        .zero   4096

        .section .guest, "awx", load=GUEST_SEGMENT * 16
        .code16
guest_start:
        movw    $handler - guest_start, %es:0x10 * 4    # our handler of INT 10h
        movw    $GUEST_SEGMENT, %es:0x10 * 4 + 2
        mov     $message - guest_start, %si
1:      lodsb
        test    %al, %al
        jz      2f
        mov     $0x0E, %ah                      # "teletype output"
        int     $0x10
        jmp     1b
2:      hlt

handler:
        push    %dx                             # the video card of this machine is a serial line
        mov     %al, %ah
        mov     $UART + 5, %dx
1:      in      %dx, %al
        test    $0x20, %al
        jz      1b
        mov     %ah, %al
        mov     $UART, %dx
        out     %al, %dx
        pop     %dx
        iret
message:
        .asciz  "INT 10h, handled by the guest itself"
