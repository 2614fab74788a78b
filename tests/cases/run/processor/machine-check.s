# What CPUID promises with MCA, of which there is no bank; and the revision of the microcode, which CPUID loads into IA32_BIOS_SIGN_ID.
#! not-for-bochs: it has no such registers, and reads of MSRs that are not there as 0
#! serial: banks 0 - GP(0)+5
#! serial: microcode 0 a0b
        .include "protected.inc"
        .set    IA32_BIOS_SIGN_ID, 0x8B
        .set    IA32_MCG_CAP, 0x179
        .set    IA32_MCG_STATUS, 0x17A
        .set    IA32_MC0_CTL, 0x400

main:   say     "banks"
        mov     $IA32_MCG_CAP, %ecx
        rdmsr
        movzbl  %al, %eax
        show    %eax
        try
        mov     $IA32_MCG_STATUS, %ecx
        xor     %eax, %eax
        xor     %edx, %edx
        wrmsr
        done
        try
        mov     $IA32_MC0_CTL, %ecx
        rdmsr
        done

        say     "microcode"
        mov     $IA32_BIOS_SIGN_ID, %ecx
        xor     %eax, %eax
        xor     %edx, %edx
        wrmsr
        rdmsr
        show    %edx
        mov     $1, %eax
        cpuid
        mov     $IA32_BIOS_SIGN_ID, %ecx
        rdmsr
        show    %edx
        ret

        .data
        .gdt    gdt
        common_descriptors
        .endgdt
        .balign 16
        .tss    tss, format=32
        .endtss
