# The macros of vmx.inc one by one in 64-bit code, with those of longmode.inc and a20.inc.
#! serial: mode 64, RIP 0x0000000012345678, exit 2: triple fault., exit 75: instruction timeout., exit 100: .
#! serial: no VMCS for 0x0000681e
        .include <mode.inc>
        .include <print.inc>
        .include <a20.inc>
        .include <longmode.inc>
        .include <vmx.inc>
        .include <poweroff.inc>
        .boot   entry=start
        .code16
start:  cli
        xor     %ax, %ax
        mov     %ax, %ds
        mov     %ax, %ss
        mov     $0x7C00, %sp
        uart_init
        a20_enable
        longmode_enter gdtr, pages.cr3, cs64, ds32
        mov     $0x7C00, %rsp
        print   "mode "
        code_mode
        mov     $MODE, %eax
        print_dec
        vmx_feature_control failed
        vmx_enable
        vmx_on  vmxon, failed
        vmx_select vmcs, failed
        mov     $0x12345676, %eax
        vmx_write VMX_GUEST_RIP
        mov     $2, %ecx
        vmx_read VMX_GUEST_RIP, %rbx
        add     %rcx, %rbx
        vmx_write VMX_GUEST_RIP, %rbx
        vmx_read VMX_GUEST_RIP
        mov     %rax, %rdi
        print   ", RIP 0x"
        mov     %rdi, %rax
        print_hex64
        .irp    reason, VMX_REASON_TRIPLE_FAULT, VMX_REASON_INSTRUCTION_TIMEOUT, 100
        print   ", exit "
        mov     $\reason, %eax
        print_dec
        print   ": "
        mov     $\reason, %eax
        vmx_exit_name
        uart_puts
        print   "."
        .endr
        vmclear vmcs.pointer
        vmcs_load vmcs
        mov     %edx, %edi
        ja      1f
        print   "\nno VMCS for 0x"
        mov     %edi, %eax
        print_hex
1:      vmxoff
        poweroff
failed: print   "failed"
        poweroff
        vmx_exit_names
        .vmcs   vmcs
                guest.rip       = 0
                guest.cs        = v86(0)
                guest.cr3       = 0x5000
                guest.rflags    = VM
                host.rip        = failed
        .endvmcs
        .vmxonregion vmxon
        .data
        .gdt    gdt
                .null
ds32:           .descriptor data32
cs64:           .descriptor code64
        .endgdt
        .code16
gdtr:   .gdtr   gdt
        .pagetables pages, format=ia32e
                .map    0, 0, 2M
        .endpagetables
