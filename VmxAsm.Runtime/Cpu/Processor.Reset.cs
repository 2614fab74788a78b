namespace VmxAsm.Runtime.Cpu;

public sealed unsafe partial class Processor
{
    /// <summary>
    /// Power-on or INIT state ("Processor State After Reset"): real mode at F000:FFF0 with the CS base still pointing below 4 GB.
    /// INIT keeps the time-stamp counter, most MSRs, the x87 and SSE state and CR0's cache bits.
    /// </summary>
    public void Reset(bool init = false)
    {
        for (int i = 0; i < 16; i++)
            Registers[i] = 0;
        Register<ulong>(RegisterFile.Zero) = 0;
        Rdx = Model.Cpuid(1, 0).Eax;
        Rip = 0xFFF0;
        SystemFlags = 0;
        SetStatusFlags(0);

        for (int i = 0; i < 8; i++)
        {
            var register = (SegmentRegister)i;
            Segments[i] = new Segment
            {
                Limit = 0xFFFF,
                AccessRights = register switch
                {
                    SegmentRegister.Ldtr => 0x82,
                    SegmentRegister.Tr => 0x8B,
                    _ => 0x93,
                },
            };
        }
        Cs.Selector = 0xF000;
        Cs.LoadedBase = 0xFFFF_0000;
        Gdtr = new TableRegister { Limit = 0xFFFF };
        Idtr = new TableRegister { Limit = 0xFFFF };

        Cr0 = init ? (Cr0 & (Cr0Bits.CD | Cr0Bits.NW)) | Cr0Bits.ET : Cr0Bits.CD | Cr0Bits.NW | Cr0Bits.ET;
        Cr2 = 0;
        Cr3 = 0;
        Cr4 = 0;
        Efer = 0;
        Dr0 = Dr1 = Dr2 = Dr3 = 0;
        Dr6 = 0xFFFF_0FF0;
        Dr7 = 0x400;
        Cpl = 0;
        Activity = ActivityState.Active;
        BlockedBySti = BlockedByMovSs = BlockedByNmi = false;
        NonRoot = false;
        if (!init)
            Vmx?.Reset();
        Pending = default;
        _debugTrap = 0;
        _stop = default;
        _current = null;
        if (!init)
        {
            Xcr0 = 1;
            ResetVectors();
            ResetMsrs();
        }

        Is64BitCode = true;     // so that the update below sees a change and derives every segment
        UpdateMode();
        for (int i = (int)SegmentRegister.Ldtr; i <= (int)SegmentRegister.Tr; i++)
            UpdateSegmentAccess((SegmentRegister)i);
        UpdateBreakpoints();
        FlushTlb();
        UpdateSignalMask();
    }
}
