using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Devices;
using VmxAsm.Runtime.Memory;

namespace VmxAsm.Runtime.Kernels;

/// <summary>Puts a kernel of some kind into memory when the BIOS has done its work, and enters it.</summary>
internal interface IKernelLoader
{
    /// <summary>Why the machine cannot have this kernel; null when it can.</summary>
    string? Complaint();

    /// <summary>Loads everything and sets the processor to the kernel's first instruction.</summary>
    /// <param name="display">For a kernel that wants graphics.</param>
    void Enter(Processor processor, PhysicalMemory memory, BochsDisplay display);
}
