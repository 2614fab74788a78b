# ept.s -- extended page tables: what the guest takes for physical memory is mapped once more, by the host. Here the guest's first access to a
# page that is not mapped leaves the guest; the host maps the page and lets the guest try again.
# The guest is a real-mode program, which EPT together with "unrestricted guest" makes possible without any page tables of its own.
#
# Try it:   vmxasm run examples/ept.s --cpu haswell --serial stdout

        .include <host.inc>
        .equ    GUEST_SEGMENT, 0x2000
        .equ    HOLE, 0x30000                   # guest-physical address that is not mapped at first
        vmx_host guest

on_vm_exit:
        vmx_save_registers
        vmx_read VMX_EXIT_REASON
        cmp     $VMX_REASON_EPT_VIOLATION, %eax
        je      exit_ept
        vmx_print_exit
        vmx_host_end

# The exit qualification says what was tried (bits 0 read, 1 write, 2 execute); the guest-physical address stands in a field of its own.
exit_ept:
        vmx_read VMX_EXIT_QUALIFICATION
        mov     %eax, %ebp
        vmx_read VMX_GUEST_PHYSICAL_ADDRESS
        mov     %rax, %rdi
        print   "EPT violation: "
        bt      $1, %ebp
        jc      1f
        print   "read"
        jmp     2f
1:      print   "write"
2:      print   " of guest-physical address 0x"
        mov     %rdi, %rax
        print_hex 32
        print_newline

# The walk that the processor makes: four tables, nine bits of the address each. All of our maps share one table of the last level.
        mov     $ept, %esi
        mov     (%rsi), %rsi                    # entry 0 of the first level, since the address is below 512 GBytes
        and     $-4096, %rsi
        mov     (%rsi), %rsi                    # second level, below 1 GByte
        and     $-4096, %rsi
        mov     (%rsi), %rsi                    # third level, below 2 MBytes
        and     $-4096, %rsi
        mov     %edi, %eax
        shr     $12, %eax
        movq    $(spare + 0x37), (%rsi,%rax,8)  # write-back memory, read, write and execute
        vmx_resume_guest                        # nothing to flush: a violation leaves nothing of the address in the TLB
        vmx_exit_names

        .vmcs   guest
                processor_based  = activate_secondary_controls
                processor_based2 = enable_ept | unrestricted_guest
                ept_pointer     = ept.eptp
                guest.cr0       = NE            # neither protection nor paging
                guest.segments  = realmode(GUEST_SEGMENT)
                guest.rip       = 0
                guest.rsp       = 0xFFF0
                guest.idtr.limit = 0x3FF        # the real-mode interrupt table at 0
                host.rip        = on_vm_exit
                host.rsp        = HOST_STACK
        .endvmcs

        .pagetables ept, format=ept
                .map    0, 0, HOLE, read | write | execute, page=4K
                .map    HOLE + 0x1000, HOLE + 0x1000, 0x20000, read | write | execute, page=4K
        .endpagetables

        .bss
        .balign 4096
spare:  .zero   4096                            # the memory that the host will give

        .section .guest, "awx", load=GUEST_SEGMENT * 16
        .code16
        mov     $HOLE / 16, %ax
        mov     %ax, %ds
        movb    $0x21, 0x10                     # write: the page is not there yet
        mov     0x10, %al                       # read: now it is
        vmcall
