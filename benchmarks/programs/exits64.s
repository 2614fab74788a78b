# VM exits: a million CPUIDs of a 64-bit guest, each skipped by the host and the guest resumed.
        .include <host.inc>
        vmx_host guest

on_vm_exit:
        mov     $0x440C, %edi           # behind the instruction
        vmread  %rdi, %rax
        mov     $0x681E, %edi
        vmread  %rdi, %rdx
        add     %rdx, %rax
        vmwrite %rax, %rdi
        decl    exits(%rip)
        jz      1f
        vmresume
1:      print   "done"
        vmx_host_end
exits:  .long   1000000

        .vmcs   guest
                entry           = ia32e_mode_guest
                guest.cr0       = PE | NE | PG
                guest.cr3       = guest_pages.cr3
                guest.cr4       = PAE
                guest.segments  = flat64
                guest.rip       = guest_start
                guest.rsp       = 0x7000
                host.rip        = on_vm_exit
                host.rsp        = HOST_STACK
        .endvmcs

        .pagetables guest_pages, format=ia32e
                .map    0, 0, 2M, present | writable
        .endpagetables

        .code64
guest_start:
        cpuid
        jmp     guest_start
