# A VM exit arrives at host.rip; this one lies beyond the host's page tables.
#! exit: 3
#! args: --no-check
#! explained: triple fault in 64-bit mode
#! explained: a VM exit (18, VMCALL) had loaded the host's state just before
#! explained: 11: `host.rip` is 0x12345678: the page tables of `host.cr3` do not map it
        .include "mistakes.inc"
        to_64_bits
        into_vmx
        mov     $0x12345678, %eax
        vmx_write VMX_HOST_RIP
        vmlaunch
        jmp     failed
        .code32
guest_start:
        vmcall
        .code64
on_exit:
        the_rest
        the_vmcs
        .endvmcs
