namespace VmxAsm.Runtime.Memory;

/// <summary>A device in physical address space (local APIC, I/O APIC, VGA window): every access of its pages goes through it.</summary>
public interface IMemoryDevice
{
    /// <summary>Reads <paramref name="width"/> (1, 2, 4 or 8) bytes at an absolute physical address.</summary>
    ulong ReadMemory(ulong address, int width);

    /// <summary>Writes <paramref name="width"/> (1, 2, 4 or 8) bytes at an absolute physical address.</summary>
    void WriteMemory(ulong address, int width, ulong value);
}
