# cr_access.s -- what the guest may do to its control registers. Bits of the guest/host mask belong to the host: the guest reads them
# from the shadow, and writing another value there leaves the guest. Here CR0.TS is the host's, and so is all of CR4's VMXE.
#
# Try it:   vmxasm run examples/cr_access.s --serial stdout

        .include <host.inc>
        vmx_host guest

on_vm_exit:
        vmx_save_registers
        vmx_read VMX_EXIT_REASON
        cmp     $VMX_REASON_CONTROL_REGISTER_ACCESS, %eax
        je      exit_cr
        vmx_print_exit
        vmx_host_end

# The exit qualification: bits 3..0 the register, bits 5..4 the kind of access, bits 11..8 the general register.
exit_cr:
        vmx_read VMX_EXIT_QUALIFICATION
        mov     %rax, %rdi
        print   "Control-register access: "
        mov     %edi, %eax
        shr     $4, %eax
        and     $3, %eax
        cmp     $2, %eax                        # 0 MOV to, 1 MOV from, 2 CLTS, 3 LMSW
        je      1f
        print   "MOV to CR"
        mov     %edi, %eax
        and     $15, %eax
        print_dec
        print_newline
        jmp     2f
1:      print   "CLTS\r\n"
2:      mov     %edi, %eax
        and     $0x3F, %eax
        cmp     $0x03, %eax                     # MOV to CR3: do it for the guest; the program uses eax
        jne     3f
        mov     vmx_guest_registers + VMX_RAX, %rax
        vmx_write VMX_GUEST_CR3
3:      cmp     $0x20, %eax                     # CLTS: the guest shall see TS clear
        jne     4f
        mov     $0x80000031, %eax
        vmx_write VMX_CR0_READ_SHADOW
4:      vmx_skip_instruction
        vmx_resume_guest
        vmx_exit_names

        .vmcs   guest
                processor_based = cr3_load_exiting
                cr0_guest_host_mask = TS
                cr0_read_shadow = PE | ET | NE | TS | PG        # what the guest sees of them: TS is set
                cr4_guest_host_mask = VMXE
                cr4_read_shadow = PSE                           # it sees no VMXE
                guest.cr0       = PE | NE | PG
                guest.cr3       = guest_pages.cr3
                guest.cr4       = PSE
                guest.segments  = flat32
                guest.rip       = guest_start
                guest.rsp       = 0x7000
                host.rip        = on_vm_exit
                host.rsp        = HOST_STACK
        .endvmcs

        .pagetables guest_pages, format=pse
                .map    0, 0, 4M, present | writable
        .endpagetables

        .code32
guest_start:
        mov     %cr0, %edi                      # TS comes from the shadow
        print   "The guest sees CR0 (low half) "
        mov     %edi, %eax
        print_hex 16
        print_newline
        clts                                    # the host's bit
        mov     %cr0, %edi
        print   "After CLTS "
        mov     %edi, %eax
        print_hex 16
        print_newline
        mov     %cr3, %eax
        mov     %eax, %cr3
        mov     %cr4, %edi
        print   "The guest sees CR4 "
        mov     %edi, %eax
        print_hex 32
        print_newline
        vmcall
