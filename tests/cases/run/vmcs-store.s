# vmcs_store reads fields back; vmcs_load tells which field failed; run-time values come from registers.
#! serial: exit reason 0x0012, rip 0x00001000, rsp 0x00007000
#! serial: second load failed
#! exit-reasons: VMCALL
        .include <host.inc>
        vmx_host guest
on_vm_exit:
        vmcs_store guest
        print   "exit reason 0x"
        mov     guest.saved.exit_reason, %eax
        print_hex 16
        print   ", rip 0x"
        mov     guest.saved.guest.rip, %eax
        sub     $guest_start, %eax
        add     $0x1000, %eax
        print_hex 32
        print   ", rsp 0x"
        mov     guest.saved.guest.rsp, %eax
        print_hex 32
        print   "\n"
        vmclear guest.pointer           # no current VMCS: VMWRITE has nothing to write
        vmcs_load guest
        jna     1f
        print   "it should have failed"
1:      print   "second load failed"
        vmx_host_end
        vmx_exit_names
        .vmcs   guest
                guest.cr3       = guest_pages.cr3
                guest.cr4       = PSE
                guest.cs        = guest_gdt:guest_cs
                guest.ss        = guest_gdt:guest_ds
                guest.ds        = guest_gdt:guest_ds
                guest.rip       = guest_start
                guest.rsp       = 0x7000
                host.rip        = on_vm_exit
                host.fs.base    = msr(IA32_FS_BASE)
                host.cr3        = %cr3
        .endvmcs
        .gdt    guest_gdt
                .null
guest_cs:       .descriptor code32
guest_ds:       .descriptor data32
        .endgdt
        .pagetables guest_pages, format=pse
                .map    0, 0, 4M
        .endpagetables
        .code32
guest_start:
        vmcall
