using VmxAsm.Architecture.Processor;
using VmxAsm.Architecture.Vmx;
using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Execute;

namespace VmxAsm.Runtime.Vmx;

// What instructions cause VM exits (SDM volume 3, "Instructions That Cause VM Exits"), and what the others do differently in non-root operation
// ("Changes to Instruction Behavior in VMX Non-Root Operation").
internal sealed unsafe partial class VmxUnit
{
    private enum Information
    {
        None,

        /// <summary>Displacement as qualification, and the instruction-information field.</summary>
        MemoryOperand,

        /// <summary>GDTR, IDTR, LDTR, TR: as above, with the instruction's identity in the information field.</summary>
        DescriptorTable,

        /// <summary>The destination register in the information field.</summary>
        Random,
    }

    /// <param name="Always">No control decides: the guest cannot execute it.</param>
    /// <param name="Enable">While this control is 0, the instruction is #UD.</param>
    private readonly record struct Intercept(
        InterceptedInstruction Instruction,
        ExitReason Reason,
        bool Always = false,
        ProcessorBasedControls Primary = ProcessorBasedControls.None,
        ProcessorBasedControls2 Secondary = ProcessorBasedControls2.None,
        ProcessorBasedControls2 Enable = ProcessorBasedControls2.None,
        Information Information = Information.None,
        uint Identity = 0);

#pragma warning disable format
    private static readonly Intercept[] InterceptRows =
    [
        new(InterceptedInstruction.Cpuid,   ExitReason.Cpuid,   Always: true),
        new(InterceptedInstruction.Getsec,  ExitReason.Getsec,  Always: true),
        new(InterceptedInstruction.Invd,    ExitReason.Invd,    Always: true),
        new(InterceptedInstruction.Rsm,     ExitReason.Rsm,     Always: true),
        new(InterceptedInstruction.Xsetbv,  ExitReason.Xsetbv,  Always: true),
        new(InterceptedInstruction.Hlt,     ExitReason.Hlt,     Primary: ProcessorBasedControls.HltExiting),
        new(InterceptedInstruction.Invlpg,  ExitReason.Invlpg,  Primary: ProcessorBasedControls.InvlpgExiting),
        new(InterceptedInstruction.Rdpmc,   ExitReason.Rdpmc,   Primary: ProcessorBasedControls.RdpmcExiting),
        new(InterceptedInstruction.Rdtsc,   ExitReason.Rdtsc,   Primary: ProcessorBasedControls.RdtscExiting),
        new(InterceptedInstruction.Rdtscp,  ExitReason.Rdtscp,  Primary: ProcessorBasedControls.RdtscExiting, Enable: ProcessorBasedControls2.EnableRdtscp),
        new(InterceptedInstruction.Pause,   ExitReason.Pause,   Primary: ProcessorBasedControls.PauseExiting),
        new(InterceptedInstruction.Monitor, ExitReason.Monitor, Primary: ProcessorBasedControls.MonitorExiting),
        new(InterceptedInstruction.Mwait,   ExitReason.Mwait,   Primary: ProcessorBasedControls.MwaitExiting),
        new(InterceptedInstruction.Wbinvd,  ExitReason.WbinvdOrWbnoinvd, Secondary: ProcessorBasedControls2.WbinvdExiting),
        new(InterceptedInstruction.Rdrand,  ExitReason.Rdrand,  Secondary: ProcessorBasedControls2.RdrandExiting, Information: Information.Random),
        new(InterceptedInstruction.Rdseed,  ExitReason.Rdseed,  Secondary: ProcessorBasedControls2.RdseedExiting, Information: Information.Random),
        new(InterceptedInstruction.Invpcid, ExitReason.Invpcid, Primary: ProcessorBasedControls.InvlpgExiting, Enable: ProcessorBasedControls2.EnableInvpcid, Information: Information.MemoryOperand),
        new(InterceptedInstruction.Sgdt,    ExitReason.AccessToGdtrOrIdtr, Secondary: ProcessorBasedControls2.DescriptorTableExiting, Information: Information.DescriptorTable, Identity: 0),
        new(InterceptedInstruction.Sidt,    ExitReason.AccessToGdtrOrIdtr, Secondary: ProcessorBasedControls2.DescriptorTableExiting, Information: Information.DescriptorTable, Identity: 1),
        new(InterceptedInstruction.Lgdt,    ExitReason.AccessToGdtrOrIdtr, Secondary: ProcessorBasedControls2.DescriptorTableExiting, Information: Information.DescriptorTable, Identity: 2),
        new(InterceptedInstruction.Lidt,    ExitReason.AccessToGdtrOrIdtr, Secondary: ProcessorBasedControls2.DescriptorTableExiting, Information: Information.DescriptorTable, Identity: 3),
        new(InterceptedInstruction.Sldt,    ExitReason.AccessToLdtrOrTr,   Secondary: ProcessorBasedControls2.DescriptorTableExiting, Information: Information.DescriptorTable, Identity: 0),
        new(InterceptedInstruction.Str,     ExitReason.AccessToLdtrOrTr,   Secondary: ProcessorBasedControls2.DescriptorTableExiting, Information: Information.DescriptorTable, Identity: 1),
        new(InterceptedInstruction.Lldt,    ExitReason.AccessToLdtrOrTr,   Secondary: ProcessorBasedControls2.DescriptorTableExiting, Information: Information.DescriptorTable, Identity: 2),
        new(InterceptedInstruction.Ltr,     ExitReason.AccessToLdtrOrTr,   Secondary: ProcessorBasedControls2.DescriptorTableExiting, Information: Information.DescriptorTable, Identity: 3),
        new(InterceptedInstruction.Xsaves,  ExitReason.Xsaves,  Enable: ProcessorBasedControls2.EnableXsavesXrstors, Information: Information.MemoryOperand),
        new(InterceptedInstruction.Xrstors, ExitReason.Xrstors, Enable: ProcessorBasedControls2.EnableXsavesXrstors, Information: Information.MemoryOperand),
    ];
#pragma warning restore format

    private static readonly Intercept[] Intercepts = ByInstruction();

    private static Intercept[] ByInstruction()
    {
        Intercept[] rows = new Intercept[InterceptRows.Length];
        foreach (Intercept row in InterceptRows)
            rows[(int)row.Instruction] = row;
        return rows;
    }

    public override bool IsDisabled(InterceptedInstruction instruction)
    {
        ProcessorBasedControls2 enable = Intercepts[(int)instruction].Enable;
        return enable != 0 && !Has(enable);
    }

    public override bool OnInstruction(InterceptedInstruction instruction, Op* op, ulong qualification)
    {
        ref readonly Intercept row = ref Intercepts[(int)instruction];
        if (IsDisabled(instruction))
        {
            _cpu.Raise(op, Vector.InvalidOpcode);
            return true;
        }

        bool exits = row.Always
            || (_primary & row.Primary) != 0
            || (_secondary & row.Secondary) != 0
            || instruction == InterceptedInstruction.Pause && LoopsOnPause()
            || instruction is InterceptedInstruction.Xsaves or InterceptedInstruction.Xrstors && UsesInterceptedState();
        if (!exits)
            return false;
        switch (row.Information)
        {
            case Information.MemoryOperand:
                _current![VmcsField.ExitInstructionInformation] = InstructionInformation.OfTwo(op, 0, op->Destination);
                qualification = Displacement(op);
                break;
            case Information.DescriptorTable:
                _current![VmcsField.ExitInstructionInformation] = DescriptorTableInformation(op, row);
                qualification = Displacement(op);
                break;
            case Information.Random:
                _current![VmcsField.ExitInstructionInformation] = InstructionInformation.OfRandom(op);
                break;
        }

        ExitFromInstruction(op, row.Reason, qualification);
        return true;
    }

    private uint DescriptorTableInformation(Op* op, in Intercept row)
    {
        uint information = InstructionInformation.Of(op, (ushort)(op->Destination | op->Source)) | row.Identity << 28;
        if (row.Reason == ExitReason.AccessToGdtrOrIdtr && op->OperandSize != 2 && !_cpu.Is64BitCode)
            information |= 1 << 11;
        return information;
    }

    /// <summary>XSS-exiting bitmap: the supervisor state components (those of IA32_XSS) asked for that it intercepts.</summary>
    private bool UsesInterceptedState() =>
        _cpu.TryReadMsr((uint)Msr.Ia32Xss, out ulong supervisor) && (_current![VmcsField.XssExitingBitmap] & supervisor & (_cpu.Rdx << 32 | _cpu.Eax)) != 0;

    // ---- PAUSE-loop exiting: two executions within the gap belong to one loop, a VM entry begins a new one; a loop longer than the window exits ----

    private ulong _firstPause, _lastPause;

    private bool LoopsOnPause()
    {
        if (!Has(ProcessorBasedControls2.PauseLoopExiting) || _cpu.Cpl != 0)
            return false;
        ulong now = _cpu.TimeStamp;
        if (_firstPause == 0 || now - _lastPause > _current![VmcsField.PleGap])
            _firstPause = now;
        _lastPause = now;
        return now - _firstPause > _current![VmcsField.PleWindow];
    }

    // ---- I/O -----------------------------------------------------------------------------------------------------------------------

    public override bool OnPortIo(Op* op, ushort port, int width, bool input, bool isString)
    {
        bool exits = Has(ProcessorBasedControls.UseIoBitmaps)
            ? IsIntercepted(port, width)
            : Has(ProcessorBasedControls.UnconditionalIoExiting);
        if (!exits)
            return false;
        ulong qualification = (uint)(width - 1) | (input ? 1u << 3 : 0) | (uint)port << 16;
        if (isString)
        {
            qualification |= 1 << 4 | (op->Repeat != 0 ? 1u << 5 : 0);
            Vmcs vmcs = _current!;
            vmcs[VmcsField.ExitInstructionInformation] = InstructionInformation.OfString(op, input);
            ref Segment segment = ref _cpu.Segments[input ? (int)SegmentRegister.Es : op->Segment];
            ulong offset = (input ? _cpu.Rdi : _cpu.Rsi) & op->AddressMask;
            vmcs[VmcsField.GuestLinearAddress] = _cpu.Linear(segment.Base + offset);
        }
        else if (op->Extra == 0)
            qualification |= 1 << 6;    // the port is an immediate operand

        ExitFromInstruction(op, ExitReason.IoInstruction, qualification);
        return true;
    }

    private bool IsIntercepted(ushort port, int width)
    {
        // An access that wraps around the I/O space exits whatever the bitmaps say.
        if (port + width > 0x10000)
            return true;
        for (int i = port; i < port + width; i++)
        {
            VmcsField bitmap = i < 0x8000 ? VmcsField.IoBitmapA : VmcsField.IoBitmapB;
            if ((_memory.Read<byte>(_current![bitmap] + (ulong)(i & 0x7FFF) / 8) >> (i & 7) & 1) != 0)
                return true;
        }

        return false;
    }

    // ---- control registers -------------------------------------------------------------------------------------------------------

    private bool ExitFromControlRegister(Op* op, int register, int access, int generalRegister)
    {
        ExitFromInstruction(
            op, ExitReason.ControlRegisterAccess, (uint)(register | access << 4 | generalRegister << 8));
        return true;
    }

    public override bool OnWriteControlRegister(Op* op, int register, int generalRegister, ref ulong value)
    {
        switch (register)
        {
            case 0:
                return OnWriteMasked(op, register, generalRegister, VmcsField.Cr0GuestHostMask, VmcsField.Cr0ReadShadow, _cpu.Cr0, ref value);
            case 4:
                return OnWriteMasked(op, register, generalRegister, VmcsField.Cr4GuestHostMask, VmcsField.Cr4ReadShadow, _cpu.Cr4, ref value);
            case 3:
                return Has(ProcessorBasedControls.Cr3LoadExiting)
                    && !IsCr3Target(value)
                    && ExitFromControlRegister(op, register, 0, generalRegister);
            case 8:
                if (Has(ProcessorBasedControls.Cr8LoadExiting))
                    return ExitFromControlRegister(op, register, 0, generalRegister);
                if (!Has(ProcessorBasedControls.UseTprShadow) || value > 15)
                    return false;
                VirtualTpr = (byte)(value << 4);
                _cpu.Leave(op);
                AfterVirtualTprWrite();
                return true;
            default:
                return false;
        }
    }

    private bool OnWriteMasked(
        Op* op, int register, int generalRegister, VmcsField maskField, VmcsField shadowField, ulong real, ref ulong value)
    {
        ulong mask = _current![maskField];
        if (((value ^ _current[shadowField]) & mask) != 0)
            return ExitFromControlRegister(op, register, 0, generalRegister);
        value = value & ~mask | real & mask;
        return false;
    }

    private bool IsCr3Target(ulong value)
    {
        int count = (int)_current![VmcsField.Cr3TargetCount];
        for (int i = 0; i < count; i++)
        {
            if (_current[VmcsField.Cr3TargetValue0 + 2 * i] == value)
                return true;
        }

        return false;
    }

    /// <summary>SMSW reads CR0 like MOV, but is none.</summary>
    private const int ReadBySmsw = -1;

    public override bool OnReadControlRegister(Op* op, int register, int generalRegister, ref ulong value)
    {
        switch (register)
        {
            case 0 or ReadBySmsw:
                value = Shadowed(value, VmcsField.Cr0GuestHostMask, VmcsField.Cr0ReadShadow);
                return false;
            case 4:
                value = Shadowed(value, VmcsField.Cr4GuestHostMask, VmcsField.Cr4ReadShadow);
                return false;
            case 3:
                return Has(ProcessorBasedControls.Cr3StoreExiting) && ExitFromControlRegister(op, register, 1, generalRegister);
            case 8:
                if (Has(ProcessorBasedControls.Cr8StoreExiting))
                    return ExitFromControlRegister(op, register, 1, generalRegister);
                if (Has(ProcessorBasedControls.UseTprShadow))
                    value = (ulong)VirtualTpr >> 4;
                return false;
            default:
                return false;
        }
    }

    private ulong Shadowed(ulong value, VmcsField maskField, VmcsField shadowField)
    {
        ulong mask = _current![maskField];
        return value & ~mask | _current[shadowField] & mask;
    }

    public override bool OnClts(Op* op, out bool ignore)
    {
        ulong mask = _current![VmcsField.Cr0GuestHostMask] & Cr0Bits.TS;
        ignore = mask != 0;
        if ((mask & _current[VmcsField.Cr0ReadShadow]) == 0)
            return false;
        return ExitFromControlRegister(op, 0, 2, 0);
    }

    public override bool OnLmsw(Op* op, bool memoryOperand, ulong linear, ref ushort value)
    {
        const ulong LowBits = Cr0Bits.PE | Cr0Bits.MP | Cr0Bits.EM | Cr0Bits.TS;
        ulong mask = _current![VmcsField.Cr0GuestHostMask] & LowBits;
        ulong differs = (value ^ _current[VmcsField.Cr0ReadShadow]) & mask;

        // LMSW cannot clear PE, so only setting it differs.
        if ((value & Cr0Bits.PE) == 0)
            differs &= ~Cr0Bits.PE;
        if (differs != 0)
        {
            if (memoryOperand)
                _current[VmcsField.GuestLinearAddress] = linear;
            ulong qualification = 3 << 4 | (memoryOperand ? 1u << 6 : 0) | (ulong)value << 16;
            ExitFromInstruction(op, ExitReason.ControlRegisterAccess, qualification);
            return true;
        }

        value = (ushort)(value & ~mask | _cpu.Cr0 & mask);
        return false;
    }

    public override bool OnDebugRegister(Op* op, int register, int generalRegister, bool write)
    {
        if (!Has(ProcessorBasedControls.MovDrExiting))
            return false;
        ulong qualification = (uint)(register | (write ? 0 : 1 << 4) | generalRegister << 8);
        ExitFromInstruction(op, ExitReason.MovDr, qualification);
        return true;
    }

    // ---- MSRs ---------------------------------------------------------------------------------------------------------------------

    public override bool OnReadMsr(Op* op, uint index, out bool handled, out ulong value)
    {
        handled = false;
        value = 0;
        if (IsMsrIntercepted(index, 0))
        {
            ExitFromInstruction(op, ExitReason.Rdmsr);
            return true;
        }

        if ((Msr)index == Msr.Ia32TimeStampCounter)
        {
            handled = true;
            value = AdjustTimeStamp(_cpu.TimeStamp);
        }
        else if (Has(ProcessorBasedControls2.VirtualizeX2ApicMode))
            handled = TryReadVirtualX2Apic(index, out value);
        return false;
    }

    public override bool OnWriteMsr(Op* op, uint index, ulong value, out bool handled)
    {
        handled = false;
        if (IsMsrIntercepted(index, 2048))
        {
            ExitFromInstruction(op, ExitReason.Wrmsr);
            return true;
        }

        return Has(ProcessorBasedControls2.VirtualizeX2ApicMode) && OnWriteVirtualX2Apic(op, index, value);
    }

    /// <summary>The MSR bitmaps: read low, read high, write low, write high, 1 KiB each; MSRs outside both ranges always exit.</summary>
    private bool IsMsrIntercepted(uint index, ulong offset)
    {
        if (!Has(ProcessorBasedControls.UseMsrBitmaps))
            return true;
        if (index >= 0xC000_0000)
        {
            index -= 0xC000_0000;
            offset += 1024;
        }

        return index > 0x1FFF
            || (_memory.Read<byte>(_current![VmcsField.MsrBitmaps] + offset + index / 8) >> (int)(index & 7) & 1) != 0;
    }

    // ---- time -----------------------------------------------------------------------------------------------------------------------

    public override ulong AdjustTimeStamp(ulong value)
    {
        if (!Has(ProcessorBasedControls.UseTscOffsetting))
            return value;
        if (Has(ProcessorBasedControls2.UseTscScaling))
            value = (ulong)((UInt128)value * _current![VmcsField.TscMultiplier] >> 48);
        return value + _current![VmcsField.TscOffset];
    }
}
