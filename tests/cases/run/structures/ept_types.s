# Extended page tables with memory of two types and every combination of rights that there is: what the pages forbid leaves the guest, what they allow does not.
#! args: --cpu haswell
#! serial: write, not allowed: 30010, qualification 2, page r--
#! serial: fetch, not allowed: 30020, qualification 4, page r--
#! serial: fetch, not allowed: 31020, qualification 4, page rw-
#! serial: write, not allowed: 32010, qualification 2, page r-x
#! serial: read, not allowed: 33010, qualification 1, page --x
#! serial: write, not allowed: 33010, qualification 2, page --x
#! serial: read, not allowed: 34000, qualification 1, page ---
#! serial: through the other address 5a, rest 7f
#! serial: types 0 0 6 6
        .include <host.inc>
        .equ    GUEST_SEGMENT, 0x2000
        vmx_host guest

# The guest says in BP where it wants to go on after a violation.
on_vm_exit:
        vmx_save_registers
        vmx_read VMX_EXIT_REASON
        cmp     $VMX_REASON_EPT_VIOLATION, %eax
        jne     the_end
        vmx_read VMX_EXIT_QUALIFICATION
        mov     %eax, %ebp
        bt      $0, %ebp
        jnc     1f
        print   "read"
1:      bt      $1, %ebp
        jnc     1f
        print   "write"
1:      bt      $2, %ebp
        jnc     1f
        print   "fetch"
1:      print   ", not allowed: "
        vmx_read VMX_GUEST_PHYSICAL_ADDRESS
        mov     %eax, %edi
        shr     $12, %eax
        print_hex 8
        mov     %edi, %eax
        shr     $4, %eax
        print_hex 8
        mov     %edi, %eax
        print_digit
        print   ", qualification "
        mov     %ebp, %eax
        and     $7, %eax
        print_digit
        print   ", page "
        .irpc   bit, 345                        # r, w, x as the entries have them
        mov     $'-', %al
        bt      $\bit, %ebp
        jnc     1f
        mov     letters + \bit - 3, %al
1:      uart_putc
        .endr
        print_newline
        movzwl  vmx_guest_registers + 5 * 8, %eax
        vmx_write VMX_GUEST_RIP
        mov     $GUEST_SEGMENT, %eax            # a far jump was over before its target was fetched
        vmx_write VMX_GUEST_CS_SELECTOR
        shl     $4, %eax
        vmx_write VMX_GUEST_CS_BASE
        vmx_resume_guest

the_end:
        cmp     $VMX_REASON_VMCALL, %eax
        je      1f
        vmx_print_exit
1:      print   "through the other address "
        movzbl  vmx_guest_registers + VMX_RAX, %eax
        print_hex 8
        print   ", rest "
        movzbl  vmx_guest_registers + VMX_RCX, %eax
        print_hex 8
        print_newline
        print   "types"
        mov     $ept, %esi                      # down to the last level, by entry 0 of each
        .rept   3
        mov     (%rsi), %rsi
        and     $-4096, %rsi
        .endr
        .irp    page, 0x30, 0x31, 0x32, 0x40
        mov     $' ', %al
        uart_putc
        mov     \page * 8(%rsi), %eax
        shr     $3, %eax
        and     $7, %eax
        print_digit
        .endr
        print_newline
        vmx_host_end
letters:
        .ascii  "rwx"
        vmx_exit_names

        .vmcs   guest
                processor_based  = activate_secondary_controls
                processor_based2 = enable_ept | unrestricted_guest
                ept_pointer     = ept.eptp
                guest.cr0       = NE
                guest.segments  = realmode(GUEST_SEGMENT)
                guest.rip       = 0
                guest.rsp       = 0xFFF0
                guest.idtr.limit = 0x3FF
                host.rip        = on_vm_exit
                host.rsp        = HOST_STACK
        .endvmcs

        .pagetables ept, format=ept
                .map    0, 0, 0x30000, read | write | execute, page=4K
                .map    0x30000, 0x30000, 4K, read, memory_type=uncacheable
                .map    0x31000, 0x31000, 4K, read | write, memory_type=uncacheable
                .map    0x32000, 0x32000, 4K, read | execute
                .map    0x33000, 0x33000, 4K, execute
                .map    0x34000, 0x34000, 4K, none
                .map    0x40000, 0x31000, 4K, read, memory_type=write_back
        .endpagetables

        .section .guest, "awx", load=GUEST_SEGMENT * 16
        .code16
        .macro  try where:vararg
        mov     $1f - guest_start, %bp
        \where
1:
        .endm
guest_start:
        mov     $0x3000, %ax
        mov     %ax, %ds
        mov     0x10, %al
        try     movb $1, 0x10
        try     ljmp $0x3000, $0x20
        movb    $0x5A, 0x1010
        try     ljmp $0x3100, $0x20
        mov     0x2010, %al
        try     movb $1, 0x2010
        mov     %al, %cl
        try     mov 0x3010, %al
        try     movb $1, 0x3010
        try     mov 0x4000, %al
        mov     $0x7F, %cl
        mov     $0x4000, %ax
        mov     %ax, %ds
        mov     0x10, %al
        vmcall
