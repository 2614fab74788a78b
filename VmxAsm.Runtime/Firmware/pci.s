# INT 1Ah AH=B1h: the PCI BIOS: finding functions and reading and writing their configuration registers.

        .set    PCI_ADDRESS, 0xcf8
        .set    PCI_DATA, 0xcfc

pci_services:
        movb    R_AL(%bp), %al
        andb    $0x7f, %al
        cmpb    $0x01, %al
        je      pci_present
        cmpb    $0x02, %al
        je      pci_find_device
        cmpb    $0x03, %al
        je      pci_find_class
        subb    $0x08, %al
        jb      pci_unsupported
        cmpb    $0x05, %al
        ja      pci_unsupported

        # 08 to 0A read a byte, word, double word of register DI of function BX to ECX; 0B to 0D write.
        movzbw  %al, %bx
        movb    %cs:pci_alignment(%bx), %al
        testb   %al, R_DI(%bp)
        jnz     pci_bad_register
        movzwl  R_BX(%bp), %eax
        shll    $8, %eax
        movw    R_DI(%bp), %dx
        movb    %dl, %al
        andb    $0xfc, %al
        orl     $0x80000000, %eax
        andw    $3, %dx
        addw    $PCI_DATA, %dx
        pushw   %dx
        movw    $PCI_ADDRESS, %dx
        outl    %eax, %dx
        popw    %dx
        cmpb    $0, %bl
        je      1f
        cmpb    $1, %bl
        je      2f
        cmpb    $2, %bl
        je      3f
        movl    R_ECX(%bp), %eax
        cmpb    $3, %bl
        je      4f
        cmpb    $4, %bl
        je      5f
        outl    %eax, %dx
        jmp     pci_ok
4:      outb    %al, %dx
        jmp     pci_ok
5:      outw    %ax, %dx
        jmp     pci_ok
1:      inb     %dx, %al
        movb    %al, R_CL(%bp)
        jmp     pci_ok
2:      inw     %dx, %ax
        movw    %ax, R_CX(%bp)
        jmp     pci_ok
3:      inl     %dx, %eax
        movl    %eax, R_ECX(%bp)
pci_ok:
        movb    $0x00, R_AH(%bp)
        andb    $~CF, R_FLAGS(%bp)
        RESTORE_AND_IRET

pci_unsupported:
        movb    $0x81, R_AH(%bp)
        orb     $CF, R_FLAGS(%bp)
        RESTORE_AND_IRET
pci_alignment:
        .byte   0, 1, 3, 0, 1, 3                # bits of the register's number that must be clear
pci_bad_register:
        movb    $0x87, R_AH(%bp)
        orb     $CF, R_FLAGS(%bp)
        RESTORE_AND_IRET
pci_not_found:
        movb    $0x86, R_AH(%bp)
        orb     $CF, R_FLAGS(%bp)
        RESTORE_AND_IRET

pci_present:                                    # "PCI ", version 2.10, mechanism 1, the last bus is 0
        movl    $0x20494350, R_EDX(%bp)
        movl    $0, R_EDI(%bp)
        movw    $0x0210, R_BX(%bp)
        movb    $0x00, R_CL(%bp)
        movb    $0x01, R_AL(%bp)
        jmp     pci_ok

# CX device, DX vendor, SI which one of several. BX: bus and function.
pci_find_device:
        movw    R_CX(%bp), %ax
        shll    $16, %eax
        movw    R_DX(%bp), %ax
        movl    %eax, %edi
        xorb    %cl, %cl
        movl    $-1, %esi
        jmp     pci_find
# ECX the class in 24 bits.
pci_find_class:
        movl    R_ECX(%bp), %edi
        shll    $8, %edi
        movb    $8, %cl
        movl    $0xffffff00, %esi
# EDI: what register CL must be, as far as ESI has ones.
pci_find:
        movw    R_SI(%bp), %bx
        xorb    %ch, %ch                        # CH: device and function
1:      movl    $0x80000000, %eax
        movb    %ch, %ah
        movb    %cl, %al
        movw    $PCI_ADDRESS, %dx
        outl    %eax, %dx
        movw    $PCI_DATA, %dx
        inl     %dx, %eax
        andl    %esi, %eax
        cmpl    %edi, %eax
        jne     2f
        subw    $1, %bx
        jc      3f
2:      incb    %ch
        jnz     1b
        jmp     pci_not_found
3:      movzbw  %ch, %bx
        movw    %bx, R_BX(%bp)
        jmp     pci_ok
