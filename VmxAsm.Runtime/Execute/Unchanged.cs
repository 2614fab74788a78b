using VmxAsm.Runtime.Cpu;

namespace VmxAsm.Runtime.Execute;

/// <summary>Reads and writes back: a shift by an immediate of zero.</summary>
internal readonly struct Unchanged : IUnaryOperation
{
    public T Apply<T>(Processor cpu, T a)
        where T : unmanaged => a;
}
