# A host whose functions write the fields: the VMWRITE, and the calls that led to it.
#! explained: 33: `guest.rflags` is 0x8002
#! explained: vmwrite-by-function.s:27: call    set_field
#! explained: vmwrite-by-function.s:17: call    set_flags
#! explained: the calls that led to the `vmlaunch`
#! explained: vmwrite-by-function.s:18: call    enter

        .include "mistakes.inc"
        to_64_bits
        into_vmx
        mov     $7, %esi
1:      mov     $2, %edi                                # the same functions, from elsewhere, with what is right
        call    set_flags
        dec     %esi
        jnz     1b
        mov     $0x8002, %edi
        call    set_flags
        call    enter
        jmp     failed
enter:  push    %rbp
        vmlaunch
        pop     %rbp
        ret
set_flags:
        sub     $40, %rsp
        mov     $0x6820, %edx
        call    set_field
        add     $40, %rsp
        ret
set_field:
        push    %rbp
        mov     %rsp, %rbp
        vmwrite %rdi, %rdx
        pop     %rbp
        ret
on_exit:
        poweroff
        .code32
guest_start:
        vmcall
        .code64
        the_rest
        the_vmcs
        .endvmcs
