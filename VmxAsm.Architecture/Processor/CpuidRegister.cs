namespace VmxAsm.Architecture.Processor;

/// <summary>The four registers that CPUID fills.</summary>
public enum CpuidRegister
{
    Eax,
    Ebx,
    Ecx,
    Edx,
}

/// <summary>
/// What CPUID returns for one leaf and subleaf at reset, on the first logical processor. The bits that follow the processor's
/// state (OSXSAVE, APIC, SYSCALL outside 64-bit mode, the XSAVE area's size) are the emulator's to adjust.
/// </summary>
/// <param name="Leaf">EAX on entry.</param>
/// <param name="Subleaf">ECX on entry; 0 for a leaf that ignores it.</param>
public readonly record struct CpuidLeaf(uint Leaf, uint Subleaf, uint Eax, uint Ebx, uint Ecx, uint Edx)
{
    public uint this[CpuidRegister register] => register switch
    {
        CpuidRegister.Eax => Eax,
        CpuidRegister.Ebx => Ebx,
        CpuidRegister.Ecx => Ecx,
        _ => Edx,
    };
}
