# VMRESUME without setting guest.rip behind the CPUID that exited: the same exit for ever.
#! not-for-bochs: there it never ends
#! exit: 4
#! args: --max-instructions 2000000
#! explained: the guest does not get on:
#! explained: with reason 10, CPUID
#! explained: satisfied by: add `exit_instruction_length` to `guest.rip` before VMRESUME
        .include "mistakes.inc"
        to_64_bits
        into_vmx
        vmlaunch
        jmp     failed
on_exit:
        vmx_read VMX_EXIT_REASON
        vmresume
        jmp     failed
        .code32
guest_start:
        cpuid
        vmcall
        .code64
        the_rest
        the_vmcs
        .endvmcs
