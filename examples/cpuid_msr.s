# cpuid_msr.s -- CPUID always leaves the guest; RDMSR and WRMSR do where the MSR bitmap says so. The host answers in the processor's place: it
# gives the guest a CPU name of its own, and keeps a made-up MSR.
#
# Try it:   vmxasm run examples/cpuid_msr.s --serial stdout

        .include <host.inc>
        .equ    OUR_LEAF, 0x40000000            # the range that real processors leave to hypervisors
        .equ    OUR_MSR, 0x1234
        vmx_host guest

on_vm_exit:
        vmx_save_registers
        vmx_read VMX_EXIT_REASON
        cmp     $VMX_REASON_CPUID, %eax
        je      exit_cpuid
        cmp     $VMX_REASON_RDMSR, %eax
        je      exit_rdmsr
        cmp     $VMX_REASON_WRMSR, %eax
        je      exit_wrmsr
        vmx_print_exit
        vmx_host_end

exit_cpuid:
        vmx_print_exit
        mov     vmx_guest_registers + VMX_RAX, %eax
        cmp     $OUR_LEAF, %eax
        je      1f
        xor     %ecx, %ecx                      # other leaves: the processor's own answer
        cpuid
        jmp     2f
1:                                              # eax: the highest leaf of our range; then twelve letters
        mov     $0x61786D76, %ebx               # "vmxa"
        mov     $0x67206D73, %ecx               # "sm g"
        mov     $0x74736575, %edx               # "uest"
2:      mov     %rax, vmx_guest_registers + VMX_RAX
        mov     %rbx, vmx_guest_registers + VMX_RBX
        mov     %rcx, vmx_guest_registers + VMX_RCX
        mov     %rdx, vmx_guest_registers + VMX_RDX
        jmp     next_instruction

exit_wrmsr:
        vmx_print_exit
        mov     vmx_guest_registers + VMX_RAX, %eax
        mov     %eax, our_msr
        jmp     next_instruction

exit_rdmsr:
        vmx_print_exit
        mov     our_msr, %eax
        mov     %rax, vmx_guest_registers + VMX_RAX
        movq    $0, vmx_guest_registers + VMX_RDX

next_instruction:
        vmx_skip_instruction                    # it is done: the guest goes on behind it
        vmx_resume_guest
        vmx_exit_names

        .vmcs   guest
                processor_based = use_msr_bitmaps
                msr_bitmap      = msrs
                guest.cr3       = guest_pages.cr3
                guest.cr4       = PSE
                guest.segments  = flat32
                guest.rip       = guest_start
                guest.rsp       = 0x7000
                host.rip        = on_vm_exit
                host.rsp        = HOST_STACK
        .endvmcs

        .msrbitmap msrs, read=OUR_MSR, write=OUR_MSR    # the guest's other MSRs are the processor's
        .pagetables guest_pages, format=pse
                .map    0, 0, 4M, present | writable
        .endpagetables

        .code32
guest_start:
        mov     $OUR_LEAF, %eax
        cpuid
        mov     %ebx, cpu_name
        mov     %ecx, cpu_name + 4
        mov     %edx, cpu_name + 8
        print   "The guest runs on a "
        uart_puts cpu_name
        print_newline
        mov     $OUR_MSR, %ecx
        mov     $0xCAFE, %eax
        xor     %edx, %edx
        wrmsr
        xor     %eax, %eax
        mov     $OUR_MSR, %ecx
        rdmsr
        mov     %eax, %edi                      # printing needs eax
        print   "The made-up MSR holds 0x"
        mov     %edi, %eax
        print_hex 16
        print_newline
        vmcall

        .data
our_msr:        .long 0
cpu_name:       .zero 13
