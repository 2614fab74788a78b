# single_step.s -- the guest one instruction at a time. With RFLAGS.TF set, the processor raises #DB after each instruction; bit 1 of the exception
# bitmap makes that a VM exit, so no handler of the guest sees it. (Newer processors have the control `monitor_trap_flag`, which does the
# same behind the back of a guest that looks at its flags.)
#
# Try it:   vmxasm run examples/single_step.s --serial stdout

        .include <host.inc>
        vmx_host guest

on_vm_exit:
        vmx_save_registers
        vmx_read VMX_EXIT_REASON
        cmp     $VMX_REASON_EXCEPTION_OR_NMI, %eax
        je      exit_step
        vmx_print_exit
        vmx_host_end

exit_step:
        vmx_read VMX_GUEST_RIP
        sub     $guest_start, %eax              # as an offset from the guest's first instruction
        mov     %eax, %edi
        print   "step to +0x"
        mov     %edi, %eax
        print_hex 8
        print_newline
        vmx_resume_guest
        vmx_exit_names

        .vmcs   guest
                exception_bitmap = DB
                guest.rflags    = TF
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
        mov     $2, %ecx                        # +0
1:      push    %ecx                            # +5
        pop     %ecx                            # +6
        loop    1b                              # +7, twice
        vmcall                                  # +9
