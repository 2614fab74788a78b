using System.Runtime.CompilerServices;
using VmxAsm.Runtime.Cpu;

namespace VmxAsm.Runtime.Execute;

/// <summary>A condition of Jcc, SETcc, CMOVcc; the odd codes of the encoding are the negations of the even ones.</summary>
internal interface ICondition
{
    bool Holds(Processor cpu);
}

#pragma warning disable format
internal readonly struct Overflow : ICondition     { [MethodImpl(MethodImplOptions.AggressiveInlining)] public bool Holds(Processor cpu) => cpu.Of; }
internal readonly struct Below : ICondition        { [MethodImpl(MethodImplOptions.AggressiveInlining)] public bool Holds(Processor cpu) => cpu.Cf; }
internal readonly struct Equal : ICondition        { [MethodImpl(MethodImplOptions.AggressiveInlining)] public bool Holds(Processor cpu) => cpu.Zf; }
internal readonly struct BelowOrEqual : ICondition { [MethodImpl(MethodImplOptions.AggressiveInlining)] public bool Holds(Processor cpu) => cpu.Cf | cpu.Zf; }
internal readonly struct Sign : ICondition         { [MethodImpl(MethodImplOptions.AggressiveInlining)] public bool Holds(Processor cpu) => cpu.Sf; }
internal readonly struct Parity : ICondition       { [MethodImpl(MethodImplOptions.AggressiveInlining)] public bool Holds(Processor cpu) => cpu.Pf; }
internal readonly struct Less : ICondition         { [MethodImpl(MethodImplOptions.AggressiveInlining)] public bool Holds(Processor cpu) => cpu.Less; }
internal readonly struct LessOrEqual : ICondition  { [MethodImpl(MethodImplOptions.AggressiveInlining)] public bool Holds(Processor cpu) => cpu.Zf | cpu.Less; }
#pragma warning restore format

internal readonly struct Not<TCondition> : ICondition
    where TCondition : struct, ICondition
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Holds(Processor cpu) => !default(TCondition).Holds(cpu);
}
