# vm86demo.s -- a virtual machine on the bare processor: a 64-bit host runs an 8086 guest.
#
# This follows the lecture "Constructing a VMX Demo". A processor in 64-bit mode cannot run 8086 code, but a virtual machine
# can have another mode than its host: our guest is a virtual-8086 task of 32-bit protected mode, in an address space of its own.
#
#   host    64-bit code at ring 0, in VMX root operation
#   guest   1. a virtual-8086 task at ring 3: sends a message through the UART, then executes HLT
#           2. a 32-bit handler at ring 0: gets the #GP that HLT causes there, and calls the host with VMCALL
#
# The host then prints why the guest came back, leaves VMX operation, and switches the machine off.
#
# Try it:   vmxasm run examples/vm86demo.s --serial stdout

        .boot   entry=start, load=0x8000        # our boot sector loads all this to 0x8000 and jumps to start

        .include <uart.inc>
        .include <print.inc>
        .include <a20.inc>
        .include <longmode.inc>
        .include <v86.inc>
        .include <vmx.inc>
        .include <poweroff.inc>

        .equ    GUEST_SEGMENT, 0x2000           # where the guest lies: segment 0x2000 is address 0x20000
        .equ    HOST_STACK, 0x7C00              # free memory below the boot sector
        .equ    GUEST_STACK, 0x7800

#======================================================================================================================
# Step 1: real mode. Look at the processor, and switch to 64-bit mode.
#======================================================================================================================
        .code16
start:  cli                                     # no interrupts: nobody here handles them
        xor     %ax, %ax                        # labels are offsets from address 0, so every segment starts there
        mov     %ax, %ds
        mov     %ax, %es
        mov     %ax, %ss
        mov     $HOST_STACK, %sp
        uart_init
        a20_enable

        mov     $1, %eax
        cpuid
        bt      $5, %ecx                        # CPUID.1:ECX bit 5 tells of VMX
        jnc     no_vmx
        mov     $0x80000001, %eax
        cpuid
        bt      $29, %edx                       # CPUID.80000001H:EDX bit 29 tells of 64-bit mode
        jc      to_64_bits
no_vmx: print   "this processor has no VMX, or no 64-bit mode\r\n"
        poweroff
to_64_bits:
        longmode_enter host_gdt_register, host_pages.cr3, host_cs, host_ds

#======================================================================================================================
# Step 2: the host enters VMX operation.
#======================================================================================================================
        mov     $HOST_STACK, %rsp
        mov     $host_tr, %eax                  # a host must have a task register: each VM exit loads it
        ltr     %ax
        vmx_feature_control failed              # the BIOS must allow it,
        vmx_enable                              # CR0 and CR4 must be in order,
        vmx_on  vmxon, failed                   # and the processor wants a page for itself

#======================================================================================================================
# Step 3: the VMCS. It says how the guest starts, what makes it come back, and where the host goes on then.
#======================================================================================================================
        vmx_select guest, failed                # make it the current one
        vmcs_load guest                         # write every field of the block below
        jna     field_failed
        vmlaunch                                # success does not come back here
        vmx_read VMX_VM_INSTRUCTION_ERROR
        mov     %eax, %edi
        print   "VMLAUNCH failed, VM-instruction error "
        mov     %edi, %eax
        print_dec
        jmp     line_end
field_failed:
        mov     %edx, %edi
        print   "VMWRITE failed for field 0x"
        mov     %edi, %eax
        print_hex 16
        jmp     line_end
failed: print   "VMX is disabled, or VMXON or VMPTRLD failed"
line_end:
        print_newline
        poweroff

#======================================================================================================================
# Step 4: a VM exit arrives here, with the host state of the VMCS, and the guest's values in the other registers.
#======================================================================================================================
on_vm_exit:
        mov     %eax, %ebp                      # what the guest's handler found
        print   "\r\nVM exit: reason "
        vmx_read VMX_EXIT_REASON
        mov     %eax, %edi
        movzwl  %ax, %eax                       # bits 15..0 are the basic reason
        print_dec
        print   " "
        mov     %edi, %eax
        vmx_exit_name
        uart_puts
        bt      $31, %edi                       # bit 31: the entry itself failed
        jnc     0f
        print   " (the VM entry failed)"
        jmp     leave
0:      cmp     $VMX_REASON_VMCALL, %edi
        jne     leave
        cmp     $1, %ebp
        jne     1f
        print   " from the handler of #GP: the 8086 task's HLT was stopped"
        jmp     leave
1:      print   " from the handler of #GP, which did not find what it expected"
leave:  print_newline
        vmxoff
        poweroff

        vmx_exit_names

#======================================================================================================================
# The guest, ring 3: 8086 code in a segment of its own, where its offsets count from 0.
#======================================================================================================================
        .section .guest, "awx", load=GUEST_SEGMENT * 16
        .code16
guest_task:
        mov     $GUEST_SEGMENT, %ax             # real-mode segment address
        mov     %ax, %ds
        xor     %si, %si                        # index into the message
nxbyte: mov     $UART + 5, %dx                  # line status
        in      %dx, %al                        # allowed by the I/O permission bitmap, else this would fault
        test    $0x20, %al                      # transmitter holding register empty?
        jz      nxbyte
        mov     message - guest_task(%si), %al
        or      %al, %al                        # the final null byte?
        jz      guest_hlt
        mov     $UART, %dx
        out     %al, %dx
        inc     %si
        jmp     nxbyte
guest_hlt:
        hlt                                     # not allowed at privilege level 3
message:
        .asciz  "Hello from our 8086 Virtual Machine guest"

#======================================================================================================================
# The guest, ring 0: the handler of #GP. It checks what brought it here, and tells the host.
#======================================================================================================================
        .text
        .code32
guest_gpf:
        xor     %eax, %eax                      # 0: not what was expected
        cmpl    $0, V86_FRAME_ERROR(%esp)       # a privileged instruction gives the error code zero
        jne     0f
        testl   $0x00020000, V86_FRAME_EFLAGS(%esp)     # EFLAGS.VM: it came from virtual-8086 mode
        jz      0f
        cmpl    $GUEST_SEGMENT, V86_FRAME_CS(%esp)      # and exactly from our HLT
        jne     0f
        cmpl    $guest_hlt - guest_task, V86_FRAME_EIP(%esp)
        jne     0f
        inc     %eax                            # 1: all is well
0:      vmcall                                  # over to the host
        jmp     0b

#======================================================================================================================
# The guest's structures
#======================================================================================================================
        .data
        .gdt    guest_gdt                       # only what must be global
                .null
sel_tss:        .descriptor tss32, base=guest_tss, busy         # the current task is busy
sel_ldt:        .descriptor ldt, base=guest_ldt
        .endgdt

        .ldt    guest_ldt                       # ring 0's own segments; their selectors say "local" in bit 2
sel_cs0:        .descriptor code32
sel_ds0:        .descriptor data32
        .endldt

        .idt    guest_idt, format=32
                .gate   GP, guest_gpf, selector=sel_cs0
        .endidt

        .tss    guest_tss, format=32            # the stack for ring 0, and the ports that ring 3 may use
                ss0  = sel_ds0
                esp0 = GUEST_STACK
                .iopb   allow=UART..UART+7
        .endtss

        .pagetables guest_pages, format=pse     # the guest's address space: one 4-MByte page
                .map    0, 0, 4M, present | writable | user
        .endpagetables

#======================================================================================================================
# The VMX structures
#======================================================================================================================
        .vmxonregion vmxon

        .vmcs   guest
                pin_based       = none
                processor_based = none                          # HLT never gets as far as a VM exit: #GP comes first
                exit            = host_address_space_size       # the host is in 64-bit mode
                entry           = none
                exception_bitmap = none                         # exceptions stay in the guest
                guest.cr0       = PE | NE | PG
                guest.cr3       = guest_pages.cr3
                guest.cr4       = PSE
                guest.rflags    = VM                            # virtual-8086 mode
                guest.rip       = 0
                guest.rsp       = 0xFFF0
                guest.segments  = v86(GUEST_SEGMENT)            # selector, base, limit, access rights; six times
                guest.ldtr      = guest_gdt:sel_ldt             # as LLDT and LTR would load them
                guest.tr        = guest_gdt:sel_tss
                guest.gdtr      = guest_gdt
                guest.idtr      = guest_idt
                host            = current                       # the processor as it is now,
                host.rip        = on_vm_exit                    # but at this place
                host.rsp        = HOST_STACK
        .endvmcs

#======================================================================================================================
# The host's structures
#======================================================================================================================
        .gdt    host_gdt
                .null
host_cs:        .descriptor code64
host_ds:        .descriptor data32
host_tr:        .descriptor tss64, base=host_tss
        .endgdt
        .code16                                 # the register image that LGDT reads in 16-bit code
host_gdt_register:
        .gdtr   host_gdt

        .tss    host_tss, format=64
        .endtss

        .pagetables host_pages, format=ia32e
                .map    0, 0, 4M, present | writable
        .endpagetables
