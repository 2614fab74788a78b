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
# Everything here is written as GNU as wants it, each structure by hand; examples/vm86demo.s is the same program in our words.
#
# Try it:   vmxasm run examples/by-hand/vm86demo.s --serial stdout

        .equ    UART, 0x3F8             # first serial port (COM1)
        .equ    GUEST_SEGMENT, 0x1000   # where the guest's program lies: segment 0x1000 is address 0x10000

#======================================================================================================================
# The boot sector: in real mode, at 0x7C00, it reads the rest of this program to the memory just behind itself.
# Every label below 0x10000 is therefore its own physical address, and segment 0 reaches all of them.
#======================================================================================================================
        .code16
        .globl  _start
_start: ljmp    $0, $boot
boot:   xor     %ax, %ax
        mov     %ax, %ds
        mov     %ax, %es
        mov     %ax, %ss
        mov     $_start, %sp
        mov     %dl, drive              # the BIOS tells which drive it booted from

        mov     $0x08, %ah              # ask for that drive's geometry
        xor     %di, %di
        int     $0x13
        jc      disk_error
        and     $0x3F, %cl
        mov     %cl, sectors_per_track
        inc     %dh
        mov     %dh, heads
        xor     %ax, %ax
        mov     %ax, %es

        mov     $1, %si                 # SI = the sector to read next; sector 0 is this one
        mov     $_start + 512, %bx      # BX = where it goes
read:   mov     %si, %ax
        xor     %dx, %dx
        movzbw  sectors_per_track, %cx
        div     %cx                     # AX = track, DX = sector in the track, from 0
        mov     %dl, %cl
        inc     %cl                     # the BIOS counts sectors from 1
        divb    heads                   # AL = cylinder, AH = head
        mov     %al, %ch
        mov     %ah, %dh
        mov     drive, %dl
        mov     $0x0201, %ax            # read one sector to ES:BX
        int     $0x13
        jc      disk_error
        add     $512, %bx
        inc     %si
        cmp     $(image_end - _start + 511) / 512, %si
        jb      read
        jmp     main

disk_error:
        mov     $0x0E21, %ax            # "!" on the screen; nothing else is ready yet
        xor     %bx, %bx
        int     $0x10
0:      hlt
        jmp     0b

drive:                  .byte 0
sectors_per_track:      .byte 0
heads:                  .byte 0

        .org    510
        .byte   0x55, 0xAA

#======================================================================================================================
# Services of the real-mode part
#======================================================================================================================
# 115200 bits per second, 8 data bits, no parity, 1 stop bit: polled output needs nothing else.
uart_init:
        mov     $UART + 3, %dx          # line control: bit 7 opens the two divisor registers
        mov     $0x80, %al
        out     %al, %dx
        mov     $UART, %dx              # divisor 1, low byte and high byte
        mov     $1, %al
        out     %al, %dx
        mov     $UART + 1, %dx
        xor     %al, %al
        out     %al, %dx
        mov     $UART + 3, %dx
        mov     $0x03, %al              # 8N1, divisor closed again
        out     %al, %dx
        ret

# A20: at reset a PC still wraps addresses at 1 MB like an 8086, until this line is let through.
enable_a20:
        in      $0x92, %al
        or      $0x02, %al
        and     $0xFE, %al              # bit 0 would reset the machine
        out     %al, $0x92
        ret

# Print the string at DS:SI on the serial line.
print16:
        lodsb
        test    %al, %al
        jz      1f
        mov     %al, %ah
        mov     $UART + 5, %dx          # line status
0:      in      %dx, %al
        test    $0x20, %al              # transmitter holding register empty?
        jz      0b
        mov     %ah, %al
        mov     $UART, %dx
        out     %al, %dx
        jmp     print16
1:      ret

#======================================================================================================================
# Real mode: look at the processor, put the guest's program into place, switch to 64-bit mode
#======================================================================================================================
main:   cli                             # no interrupts: nobody here handles them
        cld
        call    uart_init
        call    enable_a20

        mov     $1, %eax
        cpuid
        mov     $no_vmx, %si
        bt      $5, %ecx                # CPUID.1:ECX bit 5 tells of VMX
        jnc     give_up
        mov     $0x80000001, %eax
        cpuid
        mov     $no_long_mode, %si
        bt      $29, %edx               # CPUID.80000001H:EDX bit 29 tells of 64-bit mode
        jnc     give_up

        mov     $GUEST_SEGMENT, %ax     # load the guest as a real machine would load a program
        mov     %ax, %es
        mov     $guest_image, %si
        xor     %di, %di
        mov     $guest_image_size, %cx
        rep movsb

# 64-bit mode ("IA-32e mode") is entered in one go: PAE page tables in CR3, LME in EFER, then protection and paging together.
        lgdtl   host_gdt_register
        mov     %cr4, %eax
        or      $0x20, %eax             # CR4.PAE
        mov     %eax, %cr4
        mov     $host_pml4, %eax
        mov     %eax, %cr3
        mov     $0xC0000080, %ecx       # IA32_EFER
        rdmsr
        or      $0x100, %eax            # LME
        wrmsr
        mov     %cr0, %eax
        or      $0x80000001, %eax       # PG and PE
        mov     %eax, %cr0
        ljmpl   $host_cs, $host         # CS gets a descriptor with the L bit: 64-bit code

give_up:
        call    print16
        mov     $shutdown, %si
        mov     $8, %cx
        mov     $0x8900, %dx
        rep outsb
0:      hlt
        jmp     0b

no_vmx:         .asciz "this processor has no VMX\r\n"
no_long_mode:   .asciz "this processor has no 64-bit mode\r\n"

#======================================================================================================================
# The host: 64-bit mode
#======================================================================================================================
        .code64
host:   mov     $host_ds, %eax
        mov     %eax, %ds
        mov     %eax, %es
        mov     %eax, %fs
        mov     %eax, %gs
        mov     %eax, %ss
        mov     $host_stack, %rsp
        mov     $host_tr, %eax          # a host must have a task register: the VM exit loads it
        ltr     %ax

# VMXON needs the permission of IA32_FEATURE_CONTROL. The BIOS may have locked it; if not, that is up to us.
        mov     $0x3A, %ecx
        rdmsr
        test    $1, %al                 # bit 0: locked
        jnz     0f
        or      $5, %eax                # bit 2: VMX outside SMX operation
        wrmsr
0:      lea     locked_off(%rip), %rsi
        test    $4, %al
        jz      fail

# VMX operation fixes bits of CR0 and CR4: what FIXED0 has must be set, what FIXED1 lacks must be clear.
        mov     $0x486, %ecx            # IA32_VMX_CR0_FIXED0
        rdmsr
        mov     %cr0, %rbx
        or      %rax, %rbx
        inc     %ecx                    # IA32_VMX_CR0_FIXED1
        rdmsr
        and     %rax, %rbx
        mov     %rbx, %cr0
        inc     %ecx                    # IA32_VMX_CR4_FIXED0: CR4.VMXE is among these
        rdmsr
        mov     %cr4, %rbx
        or      %rax, %rbx
        inc     %ecx                    # IA32_VMX_CR4_FIXED1
        rdmsr
        and     %rax, %rbx
        mov     %rbx, %cr4

# The VMXON region and each VMCS begin with the processor's revision identifier.
        mov     $0x480, %ecx            # IA32_VMX_BASIC
        rdmsr
        and     $0x7FFFFFFF, %eax
        mov     %eax, vmxon_region
        mov     %eax, vmcs_region

        lea     no_vmxon(%rip), %rsi
        vmxon   vmxon_pointer           # the operand is the physical address, in memory
        jna     fail                    # CF or ZF: "jump if not above" catches both
        lea     no_vmcs(%rip), %rsi
        vmclear vmcs_pointer
        jna     fail
        vmptrld vmcs_pointer            # now there is a current VMCS for VMWRITE to write
        jna     fail

# Control words: bits 31..0 of the capability MSR must be 1, bits not in 63..32 must be 0.
        lea     control_words(%rip), %rbx
0:      mov     (%rbx), %ecx            # MSR, or 0 at the end
        jrcxz   1f
        rdmsr
        or      8(%rbx), %eax           # our wishes
        and     %edx, %eax
        mov     4(%rbx), %edi
        vmwrite %rax, %rdi
        jna     vmwrite_failed
        add     $12, %rbx
        jmp     0b
1:
# Everything else is known beforehand and stands in a table.
        lea     vmcs_values(%rip), %rbx
0:      mov     (%rbx), %edi            # field, or -1 at the end
        cmp     $-1, %edi
        je      1f
        mov     4(%rbx), %rax
        vmwrite %rax, %rdi
        jna     vmwrite_failed
        add     $12, %rbx
        jmp     0b
1:
# The host's control registers, as they are now.
        mov     %cr0, %rax
        mov     $0x6C00, %edi           # host CR0
        vmwrite %rax, %rdi
        mov     %cr3, %rax
        mov     $0x6C02, %edi           # host CR3
        vmwrite %rax, %rdi
        mov     %cr4, %rax
        mov     $0x6C04, %edi           # host CR4
        vmwrite %rax, %rdi

        vmlaunch                        # success does not come back here
        lea     not_launched(%rip), %rsi
        call    print
        mov     $0x4400, %edi           # VM-instruction error
        vmread  %rdi, %rax
        call    print_number
        lea     newline(%rip), %rsi
        jmp     fail

vmwrite_failed:
        lea     no_field(%rip), %rsi
        call    print
        mov     %edi, %eax
        call    print_number
        lea     newline(%rip), %rsi
fail:   call    print
        jmp     power_off

# Every VM exit arrives here, with RSP as the VMCS says and the guest's other registers.
on_vm_exit:
        mov     %eax, %ebp              # the guest's verdict
        lea     came_back(%rip), %rsi
        call    print
        mov     $0x4402, %edi           # exit reason
        vmread  %rdi, %rax
        mov     %eax, %ebx
        movzwl  %ax, %eax               # bits 15..0 are the basic reason
        call    print_number
        mov     $' ', %al
        call    put
        movzwl  %bx, %eax
        call    find_exit_reason
        call    print
        lea     failed_entry(%rip), %rsi
        test    %ebx, %ebx              # bit 31: the entry itself failed
        js      1f
        cmp     $18, %ebx               # VMCALL?
        lea     newline(%rip), %rsi
        jne     1f
        lea     unexpected(%rip), %rsi
        cmp     $1, %ebp
        jne     1f
        lea     expected(%rip), %rsi
1:      call    print
        vmxoff

power_off:
        mov     $UART + 5, %edx
0:      in      %dx, %al                # wait until the last letter has left
        test    $0x40, %al
        jz      0b
        lea     shutdown(%rip), %rsi    # Bochs (and vmxasm): "Shutdown" to port 0x8900
        mov     $8, %ecx
        mov     $0x8900, %edx
        rep outsb
        mov     $0x2000, %eax           # QEMU: its ACPI port
        mov     $0x604, %edx
        out     %ax, %dx
0:      hlt
        jmp     0b

# Find the name of exit reason EAX in the list of names: RSI.
find_exit_reason:
        mov     %eax, %ecx
        lea     exit_reasons(%rip), %rsi
0:      cmpb    $0, (%rsi)              # end of the list?
        je      2f
        jecxz   2f
        dec     %ecx
1:      lodsb                           # skip a name
        test    %al, %al
        jnz     1b
        jmp     0b
2:      ret

# Print the string at RSI.
print:  lodsb
        test    %al, %al
        jz      0f
        call    put
        jmp     print
0:      ret

# Send AL.
put:    mov     %al, %ah
        mov     $UART + 5, %edx
0:      in      %dx, %al
        test    $0x20, %al
        jz      0b
        mov     %ah, %al
        mov     $UART, %edx
        out     %al, %dx
        ret

# Print EAX in decimal.
print_number:
        mov     $10, %ecx
        xor     %edx, %edx
        div     %ecx
        push    %rdx
        test    %eax, %eax
        jz      0f
        call    print_number
0:      pop     %rax
        add     $'0', %al
        jmp     put

came_back:      .asciz  "\r\nVM exit: reason "
expected:       .asciz  " from the handler of #GP: the 8086 task's HLT was stopped\r\n"
unexpected:     .asciz  " from the handler of #GP, which did not find what it expected\r\n"
failed_entry:   .asciz  " (the VM entry failed)"
newline:        .asciz  "\r\n"
locked_off:     .asciz  "the BIOS has disabled VMX\r\n"
no_vmxon:       .asciz  "VMXON failed\r\n"
no_vmcs:        .asciz  "the VMCS could not be made current\r\n"
no_field:       .asciz  "VMWRITE failed for field "
not_launched:   .asciz  "VMLAUNCH failed, VM-instruction error "
shutdown:       .ascii  "Shutdown"

# The names of the basic exit reasons (the manual's appendix "VMX Basic Exit Reasons")
exit_reasons:
        .asciz  "exception or NMI"
        .asciz  "external interrupt"
        .asciz  "triple fault"
        .asciz  "INIT signal"
        .asciz  "start-up IPI"
        .asciz  "I/O SMI"
        .asciz  "other SMI"
        .asciz  "interrupt window"
        .asciz  "NMI window"
        .asciz  "task switch"
        .asciz  "CPUID"
        .asciz  "GETSEC"
        .asciz  "HLT"
        .asciz  "INVD"
        .asciz  "INVLPG"
        .asciz  "RDPMC"
        .asciz  "RDTSC"
        .asciz  "RSM"
        .asciz  "VMCALL"
        .asciz  "VMCLEAR"
        .asciz  "VMLAUNCH"
        .asciz  "VMPTRLD"
        .asciz  "VMPTRST"
        .asciz  "VMREAD"
        .asciz  "VMRESUME"
        .asciz  "VMWRITE"
        .asciz  "VMXOFF"
        .asciz  "VMXON"
        .asciz  "control-register access"
        .asciz  "MOV DR"
        .asciz  "I/O instruction"
        .asciz  "RDMSR"
        .asciz  "WRMSR"
        .asciz  "invalid guest state"
        .asciz  "MSR loading"
        .byte   0                       # an empty name ends the list

#======================================================================================================================
# The guest, ring 3: 8086 code. Its offsets count from guest_image, which is copied to GUEST_SEGMENT.
#======================================================================================================================
        .code16
guest_image:
        mov     $GUEST_SEGMENT, %ax     # real-mode segment address
        mov     %ax, %ds
        xor     %si, %si                # index into the message
nxbyte: mov     $UART + 5, %dx          # line status
        in      %dx, %al                # allowed by the I/O permission bitmap, else this would fault
        test    $0x20, %al              # transmitter holding register empty?
        jz      nxbyte
        mov     message - guest_image(%si), %al
        or      %al, %al                # the final null byte?
        jz      done
        mov     $UART, %dx
        out     %al, %dx
        inc     %si
        jmp     nxbyte
done:
        .equ    guest_hlt, . - guest_image
        hlt                             # not allowed at privilege level 3
        jmp     done
message:
        .asciz  "Hello from our 8086 Virtual Machine guest"
        .equ    guest_image_size, . - guest_image

#======================================================================================================================
# The guest, ring 0: the handler of #GP in 32-bit protected mode. It finds on its stack, from the top:
#   +0 error code   +4 EIP   +8 CS   +12 EFLAGS   +16 ESP   +20 SS   +24 ES   +28 DS   +32 FS   +36 GS
#======================================================================================================================
        .code32
guest_gpf:
        xor     %eax, %eax              # verdict 0: not what was expected
        cmpl    $0, (%esp)              # a privileged instruction gives the error code zero
        jne     0f
        testl   $0x00020000, 12(%esp)   # EFLAGS.VM: it came from virtual-8086 mode
        jz      0f
        cmpl    $GUEST_SEGMENT, 8(%esp) # and exactly from our HLT
        jne     0f
        cmpl    $guest_hlt, 4(%esp)
        jne     0f
        inc     %eax                    # verdict 1: all is well
0:      vmcall                          # over to the host
        jmp     0b

#======================================================================================================================
# The guest's structures
#======================================================================================================================
# The guest's GDT holds only what must be global: its task state segment and its local descriptor table.
        .balign 8
guest_gdt:
        .quad   0
        .equ    sel_tss, . - guest_gdt                          # 32-bit TSS, busy: it is the current task
        .word   guest_tss_limit, guest_tss, 0x8B00, 0x0000
        .equ    sel_ldt, . - guest_gdt
        .word   guest_ldt_limit, guest_ldt, 0x8200, 0x0000
        .equ    guest_gdt_limit, . - guest_gdt - 1

# Ring 0's code and data are local. Bit 2 of a selector (+ 4) says that it means the LDT.
guest_ldt:
        .equ    sel_cs0, . - guest_ldt + 4
        .word   0xFFFF, 0x0000, 0x9A00, 0x00CF
        .equ    sel_ds0, . - guest_ldt + 4
        .word   0xFFFF, 0x0000, 0x9200, 0x00CF
        .equ    guest_ldt_limit, . - guest_ldt - 1

guest_idt:
        .zero   13 * 8
        .word   guest_gpf, sel_cs0, 0x8E00, 0                   # vector 13: interrupt gate to the handler
        .equ    guest_idt_limit, . - guest_idt - 1

# 26 longwords, of which ESP0, SS0 and the offset of the I/O map matter; then the map, a bit per port, 0 to allow it.
        .balign 4
guest_tss:
        .long   0                       # back link
        .long   guest_ring0_stack       # ESP0
        .long   sel_ds0                 # SS0
        .zero   100 - (. - guest_tss)
        .word   0                       # debug trap
        .word   io_map - guest_tss      # I/O map base
io_map: .fill   UART / 8, 1, 0xFF       # ports 0 .. 0x3F7: denied
        .byte   0x00                    # ports 0x3F8 .. 0x3FF: allowed
        .byte   0xFF                    # the processor reads two bytes at a time, so one more byte must follow
        .equ    guest_tss_limit, . - guest_tss - 1

#======================================================================================================================
# The VMX controls
#======================================================================================================================
# Capability MSR, VMCS field, bits we wish for
        .balign 4
control_words:
        .long   0x481, 0x4000, 0        # pin-based controls
        .long   0x482, 0x4002, 0        # processor-based controls
        .long   0x483, 0x400C, 0x200    # VM-exit controls: bit 9, the host is in 64-bit mode
        .long   0x484, 0x4012, 0        # VM-entry controls
        .long   0

        .macro  field encoding, value
        .long   \encoding
        .quad   \value
        .endm

# In virtual-8086 mode a segment's base is its selector times 16, its limit 0xFFFF and its access rights 0xF3.
        .macro  v86_segment index, selector
        field   0x0800+\index*2, \selector
        field   0x4800+\index*2, 0xFFFF
        field   0x4814+\index*2, 0xF3
        field   0x6806+\index*2, \selector*16
        .endm

vmcs_values:
        field   0x2800, -1              # VMCS link pointer: none
        field   0x4004, 0               # exception bitmap: exceptions stay in the guest

        field   0x6800, 0x80000031      # guest CR0: PG, NE, ET, PE
        field   0x6802, guest_pages     # guest CR3
        field   0x6804, 0x00002010      # guest CR4: VMXE, PSE
        field   0x681A, 0x400           # guest DR7
        field   0x6820, 0x00020002      # guest RFLAGS: VM; bit 1 is always set
        field   0x681E, 0               # guest RIP
        field   0x681C, 0xFFF0          # guest RSP
        v86_segment 0, 0                # ES
        v86_segment 1, GUEST_SEGMENT    # CS
        v86_segment 2, GUEST_SEGMENT    # SS
        v86_segment 3, GUEST_SEGMENT    # DS
        v86_segment 4, 0                # FS
        v86_segment 5, 0                # GS
        field   0x080C, sel_ldt         # LDTR: selector, limit, access rights, base
        field   0x480C, guest_ldt_limit
        field   0x4820, 0x82
        field   0x6812, guest_ldt
        field   0x080E, sel_tss         # TR
        field   0x480E, guest_tss_limit
        field   0x4822, 0x8B
        field   0x6814, guest_tss
        field   0x4810, guest_gdt_limit
        field   0x6816, guest_gdt
        field   0x4812, guest_idt_limit
        field   0x6818, guest_idt

        field   0x0C00, host_ds         # host ES, CS, SS, DS, FS, GS, TR
        field   0x0C02, host_cs
        field   0x0C04, host_ds
        field   0x0C06, host_ds
        field   0x0C08, host_ds
        field   0x0C0A, host_ds
        field   0x0C0C, host_tr
        field   0x6C0A, host_tss        # host bases: TR, GDTR, IDTR
        field   0x6C0C, host_gdt
        field   0x6C0E, 0
        field   0x6C14, host_stack      # host RSP and RIP: where a VM exit arrives
        field   0x6C16, on_vm_exit
        .long   -1

#======================================================================================================================
# The host's structures
#======================================================================================================================
        .balign 8
host_gdt:
        .quad   0
        .equ    host_cs, . - host_gdt
        .word   0x0000, 0x0000, 0x9A00, 0x0020                  # 64-bit code
        .equ    host_ds, . - host_gdt
        .word   0xFFFF, 0x0000, 0x9200, 0x00CF                  # data
        .equ    host_tr, . - host_gdt
        .word   0x0067, host_tss, 0x8900, 0x0000, 0, 0, 0, 0    # 64-bit TSS: 16 bytes
        .equ    host_gdt_limit, . - host_gdt - 1
host_gdt_register:
        .word   host_gdt_limit
        .long   host_gdt
host_tss:
        .zero   102
        .word   104

        .balign 8
vmxon_pointer:  .quad vmxon_region
vmcs_pointer:   .quad vmcs_region

# From here on, pages.
        .org    0xA000 - 0x7C00
guest_pages:                            # the guest's page directory: one 4 MB page, present, writable, user
        .long   0x000000E7
        .zero   4092
host_pml4:                              # the host's tables: 512 GB, 1 GB, and one 2 MB page
        .quad   host_pdpt + 3
        .zero   4088
host_pdpt:
        .quad   host_pd + 3
        .zero   4088
host_pd:
        .quad   0x83
        .zero   4088
vmxon_region:
        .zero   4096
vmcs_region:
        .zero   4096
image_end:
        .equ    guest_ring0_stack, 0x7000       # free memory between the BIOS's data and the boot sector
        .equ    host_stack, 0x7A00
