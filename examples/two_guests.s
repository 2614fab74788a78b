# two_guests.s -- two guests take turns. The VMX-preemption timer counts down while a guest runs and ends its turn; the host makes the other
# guest's VMCS the current one and goes on there. Neither guest knows of the other, or of the switch.
#
# Try it:   vmxasm run examples/two_guests.s --cpu haswell --serial stdout

        .include <host.inc>
        .equ    TURN, 2000                      # in units of the timer, which are some ticks of the time-stamp counter
        .equ    TURNS, 6
        vmx_host first                          # launches the first guest

on_vm_exit:
        vmx_save_registers first_registers
        vmx_read VMX_EXIT_REASON
        cmp     $VMX_REASON_VMX_PREEMPTION_TIMER_EXPIRED, %eax
        jne     give_up
        print   "end of turn, the first guest counted: "
        mov     first_registers + VMX_RBX, %eax
        call    moved
        decl    turns
        jz      done
        vmptrld second.pointer                  # from here on VMREAD and VMWRITE mean the second guest
        btsl    $0, second_launched             # VMLAUNCH the first time, VMRESUME afterwards
        jc      1f
        vmx_select second, give_up
        vmcs_load second
        jna     give_up
        vmx_restore_registers second_registers
        vmlaunch
        jmp     give_up
1:      vmx_resume_guest second_registers

on_second_exit:
        vmx_save_registers second_registers
        vmx_read VMX_EXIT_REASON
        cmp     $VMX_REASON_VMX_PREEMPTION_TIMER_EXPIRED, %eax
        jne     give_up
        print   "end of turn, the second guest counted: "
        mov     second_registers + VMX_RBX, %eax
        call    moved
        decl    turns
        jz      done
        vmptrld first.pointer
        vmx_resume_guest first_registers

# "more" or "no further" than the number in EAX shows: the exact number depends on the processor's speed.
moved:  test    %eax, %eax
        jz      1f
        print   "yes\r\n"
        ret
1:      print   "no\r\n"
        ret

done:   print   "all turns taken\r\n"
        vmx_host_end
give_up:
        vmx_print_exit
        vmx_host_end
        vmx_exit_names

        .macro  guest_vmcs name, exit
        .vmcs   \name
                pin_based       = activate_vmx_preemption_timer
                preemption_timer = TURN         # each entry starts from here, since exits do not save it
                guest.cr3       = guest_pages.cr3
                guest.cr4       = PSE
                guest.segments  = flat32
                guest.rip       = \name\()_start
                guest.rsp       = 0x7000
                host.rip        = \exit
                host.rsp        = HOST_STACK
        .endvmcs
        .endm
        guest_vmcs first, on_vm_exit
        guest_vmcs second, on_second_exit

        .pagetables guest_pages, format=pse
                .map    0, 0, 4M, present | writable
        .endpagetables

        .code32
first_start:
        xor     %ebx, %ebx
1:      inc     %ebx
        jmp     1b
second_start:
        xor     %ebx, %ebx
1:      add     $2, %ebx
        jmp     1b

        .data
        .balign 8
first_registers:        .zero 8 * 8
second_registers:       .zero 8 * 8
turns:                  .long TURNS
second_launched:        .long 0
