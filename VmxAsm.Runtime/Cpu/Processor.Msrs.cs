using VmxAsm.Architecture.Processor;

namespace VmxAsm.Runtime.Cpu;

// Model-specific registers
// ------------------------
// Which there are, what they hold after reset and what may be written is in the table Msrs. Here is where their values live: a field for each that the
// processor itself uses, a dictionary for those that are only written and read back (MTRRs and the like).
public sealed unsafe partial class Processor
{
    private const ulong FeatureControlLock = 1, ApicBaseX2Apic = 1 << 10, ApicBaseEnable = 1 << 11;

    private readonly Dictionary<Msr, ulong> _otherMsrs = [];

    internal ulong ApicBase, FeatureControl, SysenterCs, SysenterEsp, SysenterEip, Pat, Debugctl;

    internal ulong Star, Lstar, Cstar, Fmask, KernelGsBase, TscAux;

    private readonly ulong _timeStampMegahertz;
    private ulong _timeStampOffset, _timeStampDeadline;

    /// <summary>The time-stamp counter as RDTSC sees it outside VMX non-root operation.</summary>
    internal ulong TimeStamp
    {
        get => TicksSincePowerOn + _timeStampOffset;
        set => _timeStampOffset = value - TicksSincePowerOn;
    }

    private ulong TicksSincePowerOn
    {
        get
        {
            (ulong microseconds, ulong rest) = Math.DivRem((ulong)Board.NanosecondsSincePowerOn, 1000);
            return (microseconds * _timeStampMegahertz) + (rest * _timeStampMegahertz / 1000);
        }
    }

    /// <summary>Nanoseconds of virtual time until the time-stamp counter has advanced so far.</summary>
    internal long NanosecondsFor(ulong ticks)
    {
        ulong most = (ulong)long.MaxValue / 4;
        ulong thousands = ticks / _timeStampMegahertz;
        return thousands > most / 1000 ? (long)most : (long)((thousands * 1000) + (((ticks % _timeStampMegahertz * 1000) + _timeStampMegahertz - 1) / _timeStampMegahertz));
    }

    /// <summary>RDMSR without the privilege check; false: #GP(0).</summary>
    internal bool TryReadMsr(uint index, out ulong value)
    {
        value = 0;
        if (index is >= (uint)Msr.Ia32X2ApicFirst and <= (uint)Msr.Ia32X2ApicLast)
            return TryReadX2Apic(index, out value);
        if (Msrs.Find(index, Model) is not { } row)
            return false;
        value = row.Msr switch
        {
            Msr.Ia32TimeStampCounter => TimeStamp,
            Msr.Ia32TscAdjust => _timeStampOffset,
            Msr.Ia32TscDeadline => Board.ApicDeadline is null ? 0 : _timeStampDeadline,
            Msr.Ia32Mperf or Msr.Ia32Aperf => TimeStamp + _otherMsrs.GetValueOrDefault(row.Msr),
            Msr.Ia32ApicBase => ApicBase,
            Msr.Ia32FeatureControl => FeatureControl,
            Msr.Ia32SysenterCs => SysenterCs,
            Msr.Ia32SysenterEsp => SysenterEsp,
            Msr.Ia32SysenterEip => SysenterEip,
            Msr.Ia32Pat => Pat,
            Msr.Ia32Debugctl => Debugctl,
            var msr when IsCounter(msr) => ReadCounterMsr(row.Msr),
            Msr.Ia32Efer => Efer,
            Msr.Ia32Star => Star,
            Msr.Ia32Lstar => Lstar,
            Msr.Ia32Cstar => Cstar,
            Msr.Ia32Fmask => Fmask,
            Msr.Ia32FsBase => Fs.LoadedBase,
            Msr.Ia32GsBase => Gs.LoadedBase,
            Msr.Ia32KernelGsBase => KernelGsBase,
            Msr.Ia32TscAux => TscAux,
            _ => _otherMsrs.TryGetValue(row.Msr, out ulong other) ? other : Msrs.ResetValue(row, Model),
        };
        return true;
    }

    /// <summary>WRMSR without the privilege check; false: #GP(0), and nothing is changed.</summary>
    internal bool TryWriteMsr(uint index, ulong value)
    {
        if (index is >= (uint)Msr.Ia32X2ApicFirst and <= (uint)Msr.Ia32X2ApicLast)
            return TryWriteX2Apic(index, value);
        if (Msrs.Find(index, Model) is not { } row || !row.Accepts(value, Model))
            return false;
        switch (row.Msr)
        {
            case Msr.Ia32TimeStampCounter: TimeStamp = value; break;
            // Both count with the time stamp: this processor is never slowed down.
            case Msr.Ia32Mperf or Msr.Ia32Aperf: _otherMsrs[row.Msr] = value - TimeStamp; break;
            case Msr.Ia32TscAdjust: _timeStampOffset = value; break;
            case Msr.Ia32TscDeadline: WriteDeadline(value); break;
            case Msr.Ia32ApicBase: return TryWriteApicBase(value);
            case Msr.Ia32FeatureControl:
                if ((FeatureControl & FeatureControlLock) != 0)
                    return false;
                FeatureControl = value;
                break;
            case Msr.Ia32SysenterCs: SysenterCs = value; break;
            case Msr.Ia32SysenterEsp: SysenterEsp = value; break;
            case Msr.Ia32SysenterEip: SysenterEip = value; break;
            case Msr.Ia32Pat: Pat = value; break;
            case Msr.Ia32Debugctl: Debugctl = value; break;
            case var msr when IsCounter(msr):
                WriteCounterMsr(row.Msr, value);
                break;
            case Msr.Ia32Efer: return TryWriteEfer(value);
            case Msr.Ia32Star: Star = value; break;
            case Msr.Ia32Lstar: Lstar = value; break;
            case Msr.Ia32Cstar: Cstar = value; break;
            case Msr.Ia32Fmask: Fmask = value; break;
            case Msr.Ia32FsBase: SetSegmentBase(SegmentRegister.Fs, value); break;
            case Msr.Ia32GsBase: SetSegmentBase(SegmentRegister.Gs, value); break;
            case Msr.Ia32KernelGsBase: KernelGsBase = value; break;
            case Msr.Ia32TscAux: TscAux = value; break;
            default: _otherMsrs[row.Msr] = value; break;
        }

        return true;
    }

    /// <summary>What CPUID does besides: IA32_BIOS_SIGN_ID, whatever was written there, holds the microcode's revision ("Determining the Signature").</summary>
    internal void LoadMicrocodeRevision() => _otherMsrs.Remove(Msr.Ia32BiosSignId);

    /// <summary>The 64-bit base of FS or GS, as WRMSR, WRFSBASE and SWAPGS change it.</summary>
    internal void SetSegmentBase(SegmentRegister register, ulong value)
    {
        Segments[(int)register].LoadedBase = value;
        UpdateSegmentAccess(register);
    }

    private bool TryWriteEfer(ulong value)
    {
        // LME cannot change while paging is on; LMA follows from LME and PG and is not written.
        if ((Cr0 & Cr0Bits.PG) != 0 && ((Efer ^ value) & EferBits.LME) != 0)
            return false;
        ulong changed = Efer ^ value;
        Efer = (value & ~EferBits.LMA) | (Efer & EferBits.LMA);
        if ((changed & EferBits.NXE) != 0)
            FlushTlb();
        return true;
    }

    /// <summary>IA32_TSC_DEADLINE: 0 disarms the timer, and what has passed already rings at once.</summary>
    private void WriteDeadline(ulong value)
    {
        _timeStampDeadline = value;
        long now = Board.NanosecondsSincePowerOn;
        Board.ApicDeadline = value == 0 ? null : now + (value <= TimeStamp ? 0 : NanosecondsFor(value - TimeStamp));
    }

    private bool TryWriteApicBase(ulong value)
    {
        bool wasX2Apic = (ApicBase & ApicBaseX2Apic) != 0, x2Apic = (value & ApicBaseX2Apic) != 0, enabled = (value & ApicBaseEnable) != 0;
        if (x2Apic && (!enabled || !Model.Has(CpuFeature.X2Apic)))
            return false;
        // Out of x2APIC mode the way leads over "disabled", and into it over "enabled".
        if (wasX2Apic && !x2Apic && enabled)
            return false;
        if (x2Apic && !wasX2Apic && (ApicBase & ApicBaseEnable) == 0)
            return false;
        ApicBase = value;
        Board.ApicBase = value;
        return true;
    }

    private bool IsX2Apic => (ApicBase & (ApicBaseX2Apic | ApicBaseEnable)) == (ApicBaseX2Apic | ApicBaseEnable);

    private void ResetMsrs()
    {
        _otherMsrs.Clear();
        _timeStampOffset = 0;
        ApicBase = Reset(Msr.Ia32ApicBase);
        Pat = Reset(Msr.Ia32Pat);
        ResetCounters();
        Fmask = Reset(Msr.Ia32Fmask);
        FeatureControl = SysenterCs = SysenterEsp = SysenterEip = Debugctl = Star = Lstar = Cstar = KernelGsBase = TscAux = 0;
    }

    private static ulong Reset(Msr msr) => Msrs.Find((uint)msr)!.Reset;
}
