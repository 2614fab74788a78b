# protected_guest.s -- a guest in 32-bit protected mode that is an operating system's first steps: it loads a GDT and an IDT of its own, takes an
# exception, and says so. None of that leaves the guest; only the final VMCALL does.
#
# Try it:   vmxasm run examples/protected_guest.s --serial stdout

        .include <host.inc>
        vmx_host guest

on_vm_exit:
        vmx_print_exit
        vmx_host_end
        vmx_exit_names

        .vmcs   guest
                guest.cr3       = guest_pages.cr3       # without EPT a guest must have paging on
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
        lgdt    guest_gdt_register              # like any kernel
        ljmp    $guest_cs, $1f
1:      mov     $guest_ds, %eax
        mov     %eax, %ds
        mov     %eax, %es
        mov     %eax, %ss
        lidt    guest_idt_register
        print   "The guest has its own GDT and IDT\r\n"
        ud2                                     # an exception: the guest's own handler gets it
        vmcall

guest_undefined:
        print   "The guest's handler of #UD\r\n"
        addl    $2, (%esp)                      # go on behind the UD2
        iret

        .data
        .gdt    guest_gdt
                .null
guest_cs:       .descriptor code32
guest_ds:       .descriptor data32
        .endgdt
guest_gdt_register:
        .gdtr   guest_gdt
        .idt    guest_idt, format=32
                .gate   UD, guest_undefined, selector=guest_cs
        .endidt
guest_idt_register:
        .idtr   guest_idt
