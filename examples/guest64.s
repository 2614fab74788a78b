# guest64.s -- a guest in 64-bit mode. VM entry loads EFER.LMA from the control "IA-32e mode guest"; the rest is page tables of four levels and
# a code segment with the L bit.
#
# Try it:   vmxasm run examples/guest64.s --serial stdout

        .include <host.inc>
        vmx_host guest

on_vm_exit:
        vmx_print_exit
        vmx_host_end
        vmx_exit_names

        .vmcs   guest
                entry           = ia32e_mode_guest
                guest.cr0       = PE | NE | PG
                guest.cr3       = guest_pages.cr3
                guest.cr4       = PAE
                guest.segments  = flat64
                guest.rip       = guest_start + 0xFFFF800000000000      # where the guest has itself mapped
                guest.rsp       = 0x7000
                host.rip        = on_vm_exit
                host.rsp        = HOST_STACK
        .endvmcs

        .pagetables guest_pages, format=ia32e
                .map    0, 0, 2M, present | writable
                .map    0xFFFF800000000000, 0, 2M, present | writable | global
        .endpagetables

        .code64
guest_start:
        lea     guest_start(%rip), %rdi
        print   "A 64-bit guest, in the upper half of its address space: 0x"
        mov     %rdi, %rax
        shr     $32, %rax
        print_hex 32
        print   "........\r\n"
        vmcall
