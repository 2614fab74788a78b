# What a VM exit by RDRAND and RDSEED tells of the operand: its register in bits 6:3, its size in bits 12:11.
#! args: --cpu skylake
#! not-for-bochs: it sets bit 10 as well, as for other instructions with a register
#! serial: 00000018/00000818/00001018/00000038/
        .include <host.inc>
        vmx_host guest
on_vm_exit:
        vmx_save_registers
        vmx_read VMX_EXIT_REASON
        cmp     $VMX_REASON_VMCALL, %eax
        je      1f
        vmx_read VMX_EXIT_INSTRUCTION_INFORMATION
        print_hex
        print   "/"
        vmx_skip_instruction
        vmx_resume_guest
1:      vmx_host_end
guest_start:
        rdrand  %bx
        rdrand  %ebx
        rdrand  %rbx
        rdseed  %di
        vmcall
        .vmcs   guest
                processor_based = activate_secondary_controls
                processor_based2 = rdrand_exiting | rdseed_exiting
                entry           = ia32e_mode_guest
                guest.cr0       = PE | PG | NE
                guest.cr3       = vmx_host_pages.cr3
                guest.cr4       = PAE
                guest.cs        = vmx_host_gdt:vmx_host_cs
                guest.ss        = vmx_host_gdt:vmx_host_ds
                guest.rip       = guest_start
                host.rip        = on_vm_exit
        .endvmcs
