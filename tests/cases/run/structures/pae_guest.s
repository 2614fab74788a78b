# A guest with PAE paging: 2-MByte and 4-KByte pages, one of them not executable, one from an address of the linker.
#! serial: 12345678 through the 4-KByte page, #PF with error code 11 for the fetch
#! exit-reasons: VMCALL
#! args: --cpu haswell
        .include <host.inc>
        vmx_host guest
on_vm_exit:
        vmx_host_end
        .vmcs   guest
                guest.cr3       = pages.cr3
                guest.cr4       = PAE
                entry           = load_ia32_efer
                guest.ia32_efer = NXE
                guest.cs        = gdt:cs32
                guest.ss        = gdt:ds32
                guest.ds        = gdt:ds32
                guest.es        = gdt:ds32
                guest.gdtr      = gdt
                guest.idtr      = idt
                guest.rip       = guest_start
                guest.rsp       = 0x7000
                host.rip        = on_vm_exit
        .endvmcs
        .gdt    gdt
                .null
cs32:           .descriptor code32
ds32:           .descriptor data32
        .endgdt
        .idt    idt, format=32, selector=cs32
                .gate   PF, page_fault
        .endidt
        .pagetables pages, format=pae
                .map    0, 0, 4M
                .map    0xC0000000, data_page, 4K, present | writable | nx
        .endpagetables
        .code32
guest_start:
        mov     0xC0000000, %eax
        print_hex
        print   " through the 4-KByte page, "
        mov     $0xC0000004, %eax
        jmp     *%eax
page_fault:
        print   "#PF with error code "
        mov     (%esp), %eax
        print_hex 8
        print   " for the fetch"
        vmcall
        .data
        .balign 4096
data_page:
        .long   0x12345678
        ret
