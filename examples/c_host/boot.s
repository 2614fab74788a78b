# boot.s -- the assembler half of a host that is written in C. It brings the processor to 64-bit mode and into VMX operation, describes the guest, and
# hands every VM exit to handle_exit in host.c, with the guest's registers. What C cannot say is here; what it says better is there.
#
# Try it:   gcc -c -m64 -ffreestanding -mno-red-zone -mgeneral-regs-only -fno-pic -O2 examples/c_host/host.c -o host.o
#           vmxasm run examples/c_host/boot.s host.o --serial stdout

        .include <host.inc>
        vmx_host guest

on_vm_exit:                                     # the stack is at HOST_STACK again, aligned as the System V ABI wants it before a call
        vmx_save_registers
        mov     $vmx_guest_registers, %edi
        call    handle_exit
        test    %eax, %eax
        jz      1f
        vmx_resume_guest
1:      poweroff

        .vmcs   guest
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
        mov     $0x40000000, %eax               # who is there? The host answers
        cpuid
        mov     %ebx, name
        mov     %ecx, name + 4
        mov     %edx, name + 8
        mov     $SAY, %eax
        mov     $name, %ebx
        vmcall
        mov     $FACTORIAL, %eax                # the host computes
        mov     $10, %ebx
        vmcall
        mov     %eax, %ebx
        mov     $SAY_NUMBER, %eax
        vmcall
        mov     $END, %eax
        vmcall
        hlt                                     # never reached

        .equ    SAY, 0                          # services of the host: eax says which, ebx has the argument
        .equ    SAY_NUMBER, 1
        .equ    FACTORIAL, 2
        .equ    END, 3

        .data
name:   .zero   13
