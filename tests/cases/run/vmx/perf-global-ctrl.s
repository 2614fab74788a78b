# IA32_PERF_GLOBAL_CTRL: bits for the counters that CPUID leaf 0xa reports. VM entry and VM exit load it when their controls say so.
#! args: --cpu nehalem
#! not-for-bochs: it advertises the controls and lacks the register
#! exit-reasons: VMCALL
#! serial: at power-up 000000000000000f
#! serial: in the guest 0000000700000003
#! serial: after the exit 0000000100000001
        .include "mistakes.inc"
        to_64_bits
        uart_init
        mov     $0x38F, %ecx
        rdmsr
        call    both
        print   "at power-up "
        call    show
        into_vmx
        vmlaunch
        jmp     failed
on_exit:
        call    both                            # what the guest has read
        print   "in the guest "
        call    show
        print   "after the exit "
        mov     $0x38F, %ecx
        rdmsr
        call    both
        call    show
        poweroff
both:   shl     $32, %rdx
        or      %rdx, %rax
        mov     %rax, value
        ret
show:   mov     value, %rax
        print_hex64
        print_newline
        ret
        .code32
guest_start:
        mov     $0x38F, %ecx
        rdmsr
        vmcall
        .code64
        .data
value:  .quad   0
        .msrbitmap bitmap
        .text
        the_rest
        the_vmcs
                processor_based = use_msr_bitmaps
                msr_bitmaps     = bitmap
                entry           = load_ia32_perf_global_ctrl
                exit            = load_ia32_perf_global_ctrl
                guest.ia32_perf_global_ctrl = 0x700000003
                host.ia32_perf_global_ctrl = 0x100000001
        .endvmcs
