# A host in 32-bit protected mode: vmcs_load and vmcs_store in 32-bit code, and every macro of vmx.inc and host.inc there.
#! serial: CPUID at 0x00001000, 2 bytes
#! serial: VM exit 18: VMCALL
#! serial: eax 0x12345678, debugctl 0x00000000, link 0xffffffffffffffff, cr3 ok
#! serial: second load failed at 0x0000681e
#! exit-reasons: CPUID, VMCALL
        .include <host.inc>
        vmx_host guest, bits=32
on_vm_exit:
        vmx_save_registers
        vmx_read VMX_EXIT_REASON
        cmp     $VMX_REASON_CPUID, %eax
        jne     2f
        vmx_read VMX_GUEST_RIP, %ecx
        sub     $(guest_start - 0x1000), %ecx
        mov     %ecx, %eax
        mov     %eax, %ebp
        print   "CPUID at 0x"
        mov     %ebp, %eax
        print_hex
        print   ", "
        vmx_read VMX_EXIT_INSTRUCTION_LENGTH
        print_dec
        print   " bytes\n"
        vmx_skip_instruction
        movl    $0x12345678, vmx_guest_registers + VMX_RAX
        vmx_resume_guest
2:      vmx_print_exit
        vmcs_store guest
        print   "eax 0x"
        mov     vmx_guest_registers + VMX_RAX, %eax
        print_hex
        print   ", debugctl 0x"
        mov     guest.saved.guest.ia32_debugctl, %eax
        print_hex
        print   ", link 0x"
        mov     guest.saved.guest.vmcs_link_pointer + 4, %eax
        print_hex
        mov     guest.saved.guest.vmcs_link_pointer, %eax
        print_hex
        cmpl    $guest_pages.cr3, guest.saved.guest.cr3
        jne     3f
        print   ", cr3 ok"
3:      print   "\n"
        vmclear guest.pointer           # no current VMCS: VMWRITE has nothing to write
        vmcs_load guest
        jna     1f
        print   "it should have failed"
1:      mov     %edx, %ebp
        print   "second load failed at 0x"
        mov     %ebp, %eax
        print_hex
        vmx_host_end
        vmx_exit_names
        .vmcs   guest
                guest.rip       = guest_start
                guest.cr3       = guest_pages.cr3
                guest.cr4       = PSE
                guest.cs        = guest_gdt:guest_cs
                guest.ss        = guest_gdt:guest_ds
                guest.ds        = guest_gdt:guest_ds
                guest.rsp       = 0x7000
                host.rip        = on_vm_exit
                host.rsp        = HOST_STACK
                host.cr3        = %cr3
                host.ia32_sysenter_esp = msr(IA32_SYSENTER_ESP)
        .endvmcs
        .gdt    guest_gdt
                .null
guest_cs:       .descriptor code32
guest_ds:       .descriptor data32
        .endgdt
        .pagetables guest_pages, format=pse
                .map    0, 0, 4M
        .endpagetables
        .code32
guest_start:
        cpuid
        vmcall
