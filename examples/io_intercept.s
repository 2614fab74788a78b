# io_intercept.s -- I/O bitmaps: the guest's accesses to the ports whose bits are set leave the guest, all others go to the devices. The host
# plays a device that does not exist: what is written to port 0x300 can be read back, upside down.
#
# Try it:   vmxasm run examples/io_intercept.s --serial stdout

        .include <host.inc>
        .equ    OUR_PORT, 0x300
        vmx_host guest

on_vm_exit:
        vmx_save_registers
        vmx_read VMX_EXIT_REASON
        cmp     $VMX_REASON_IO_INSTRUCTION, %eax
        je      exit_io
        vmx_print_exit
        vmx_host_end

# The exit qualification of an I/O instruction: bits 2..0 the size less one, bit 3 its direction (1 for IN), bits 31..16 the port.
exit_io:
        vmx_read VMX_EXIT_QUALIFICATION
        mov     %rax, %rdi
        bt      $3, %edi
        jc      1f
        mov     vmx_guest_registers + VMX_RAX, %al      # OUT: keep the byte
        not     %al
        mov     %al, kept
        print   "OUT to port 0x"
        jmp     2f
1:      mov     kept, %al                               # IN: give it
        mov     %al, vmx_guest_registers + VMX_RAX
        print   "IN from port 0x"
2:      mov     %edi, %eax
        shr     $16, %eax
        print_hex 16
        print_newline
        vmx_skip_instruction
        vmx_resume_guest
        vmx_exit_names

        .vmcs   guest
                processor_based = use_io_bitmaps
                io_bitmaps      = ports
                guest.cr3       = guest_pages.cr3
                guest.cr4       = PSE
                guest.segments  = flat32
                guest.rip       = guest_start
                guest.rsp       = 0x7000
                host.rip        = on_vm_exit
                host.rsp        = HOST_STACK
        .endvmcs

        .iobitmap ports, intercept=OUR_PORT     # the UART stays the guest's own
        .pagetables guest_pages, format=pse
                .map    0, 0, 4M, present | writable
        .endpagetables

        .code32
guest_start:
        mov     $OUR_PORT, %dx
        mov     $0x5A, %al
        out     %al, %dx
        xor     %al, %al
        in      %dx, %al
        movzbl  %al, %edi
        print   "The guest wrote 5a and read "
        mov     %edi, %eax
        print_hex 8
        print_newline
        vmcall

        .data
kept:   .byte   0
