using System.Runtime.CompilerServices;
using VmxAsm.Runtime.Execute;
using VmxAsm.Runtime.Floating;

namespace VmxAsm.Runtime.Cpu;

// x87 instructions: what they all do before and after
// ---------------------------------------------------
// An exception that is not masked does not fault the instruction that met it: it stays in the status word, and the next waiting instruction
// faults ("Floating-Point Exception Handling"). With CR0.NE clear it goes out by the FERR# pin to the interrupt controller instead.
public sealed unsafe partial class Processor
{
    internal X87 Fpu;

    // Newer processors set FDP for exceptions only (CPUID leaf 7).
    private readonly bool _keepsX87DataPointer;

    private Op* _x87Op;

    /// <summary>The bits of ST(i).</summary>
    internal ref Float80 St(int i) => ref *(Float80*)(VectorFile + X87Offset + (Fpu.Physical(i) * X87Stride));

    /// <summary>The bits of a physical register.</summary>
    internal ref Float80 X87Register(int physical) => ref *(Float80*)(VectorFile + X87Offset + (physical * X87Stride));

    internal Unpacked StValue(int i) => Unpacked.FromExtended(St(i));

    /// <summary>Whether no unmasked x87 exception is pending; raises #MF, or has IRQ 13 raised, when one is.</summary>
    internal bool MayWaitForX87(Op* op)
    {
        if (!Fpu.IsPending)
            return true;
        if ((Cr0 & Cr0Bits.NE) == 0)
        {
            // FERR#: the processor waits in front of the instruction for IRQ 13. Where that is masked, it would wait for ever; here it goes on.
            Board.SignalFloatingPointError();
            if ((_signals & _signalMask & (int)CpuSignals.Interrupt) == 0)
                return true;
            Sync(op);
            return false;
        }
        Raise(op, Vector.FloatingPointError);
        return false;
    }

    /// <summary>#NM when there is no x87 to use or it holds another task's state.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool MayUseX87(Op* op)
    {
        if ((Cr0 & (Cr0Bits.EM | Cr0Bits.TS)) == 0)
            return true;
        Raise(op, Vector.DeviceNotAvailable);
        return false;
    }

    /// <summary>The start of every waiting x87 instruction.</summary>
    internal bool BeginX87(Op* op)
    {
        if (!MayUseX87(op) || !MayWaitForX87(op))
            return false;
        return true;
    }

    /// <summary>Remembers a non-control instruction for FNSTENV and handlers. To be called once nothing can fault any more.</summary>
    internal void RememberX87(Op* op)
    {
        _x87Op = op;
        Fpu.InstructionPointer = BlockRip + op->Offset;
        Fpu.InstructionSelector = Cs.Selector;
        if (!_keepsX87DataPointer)
            RememberX87Data();
        Fpu.C1 = false;
    }

    private void RememberX87Data()
    {
        if ((_x87Op->Flags & OpFlags.Memory) == 0)
            return;
        Fpu.DataPointer = EffectiveAddress(_x87Op);
        Fpu.DataSelector = Segments[_x87Op->Segment].Selector;
    }

    // Fields that only an unmasked exception sets: the opcode ("Fopcode Compatibility Sub-mode"), on newer processors the data pointer too. The opcode is read again: its bytes
    // have just been executed.
    private void RememberX87Exception()
    {
        if (!Fpu.IsPending)
            return;
        if (_keepsX87DataPointer)
            RememberX87Data();
        ulong linear = Linear(Cs.Base + Fpu.InstructionPointer);
        for (int i = 0; i + 1 < _x87Op->Length; i++)
        {
            // Behind the prefixes stands one of D8 to DF; no prefix is one of these.
            if ((CodeByte(linear + (uint)i) & 0xF8) != 0xD8)
                continue;
            Fpu.Opcode = (ushort)(((CodeByte(linear + (uint)i) & 7) << 8) | CodeByte(linear + (uint)i + 1));
            return;
        }
    }

    private byte CodeByte(ulong linear) => TryTranslate(Linear(linear), out ulong physical) ? Memory.Read<byte>(physical) : (byte)0;

    /// <summary>Takes an operation's flags into the status word. False: an unmasked exception says that no result is stored.</summary>
    internal bool EndX87(in FloatStatus status)
    {
        FloatFlags flags = status.TrapsBefore ? status.Flags & (FloatFlags.Invalid | FloatFlags.Denormal | FloatFlags.ZeroDivide) : status.Flags;
        Fpu.StatusBits |= (ushort)flags;
        Fpu.UpdateSummary();
        RememberX87Exception();
        if (status.TrapsBefore)
            return false;
        if (status.RoundedUp)
            Fpu.C1 = true;
        return true;
    }

    /// <summary>
    /// Stack overflow or underflow (C1 tells which): an invalid operation whose masked answer is the indefinite QNaN. False: not masked, store nothing.
    /// </summary>
    internal bool StackFault(bool overflow)
    {
        Fpu.StatusBits |= 0x41;
        Fpu.C1 = overflow;
        Fpu.UpdateSummary();
        RememberX87Exception();
        return (Fpu.Control & 1) != 0;
    }

    internal void SetSt(int i, in Unpacked value) => SetSt(i, value.ToExtended());

    internal void SetSt(int i, Float80 value)
    {
        St(i) = value;
        Fpu.Used |= (byte)(1 << Fpu.Physical(i));
    }

    internal void Push(Float80 value)
    {
        Fpu.Top = (Fpu.Top - 1) & 7;
        SetSt(0, value);
    }

    internal void Pop()
    {
        Fpu.Used &= (byte)~(1 << Fpu.Top);
        Fpu.Top = (Fpu.Top + 1) & 7;
    }

    /// <summary>The two-bit tag of a physical register: 0 valid, 1 zero, 2 special, 3 empty.</summary>
    internal int TagOf(int physical)
    {
        if ((Fpu.Used >> physical & 1) == 0)
            return 3;
        Float80 value = X87Register(physical);
        if (value.BiasedExponent == 0)
            return value.Significand == 0 ? 1 : 2;
        return value.BiasedExponent == Float80.MaximumBiased || (value.Significand & Unpacked.IntegerBit) == 0 ? 2 : 0;
    }
}
