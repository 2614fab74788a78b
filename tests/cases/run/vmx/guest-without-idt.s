# The guest divides by zero and has no IDT: a triple fault, which a bit of the exception bitmap would have turned into VM exit 0.
#! exit-reasons: TripleFault
#! explained: 11: the guest died: VM exit 2, triple fault
#! explained: 17: first #DE
#! explained: the guest has no IDT
#! explained: `exception_bitmap = DE` makes the first of them VM exit 0
        .include "mistakes.inc"
        to_64_bits
        into_vmx
        xor     %ecx, %ecx
        vmlaunch
        jmp     failed
on_exit:
        poweroff
        .code32
guest_start:
        div     %ecx
        .code64
        the_rest
        the_vmcs
        .endvmcs
