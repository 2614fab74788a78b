using System.Runtime.CompilerServices;
using VmxAsm.Architecture.Vmx;
using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Execute;

namespace VmxAsm.Runtime.Vmx;

// The VMX instructions (SDM volume 3, "VMX Instruction Reference"). Their order of checks is one of the manual's few full programs: #UD by mode, VM exit
// in non-root operation, #GP by privilege, then failures that are reported in the flags:
//
//   VMsucceed        CF PF AF ZF SF OF all 0
//   VMfailInvalid    CF 1: there is no current VMCS to hold an error number
//   VMfailValid      ZF 1, and the number in the VM-instruction error field
internal sealed unsafe partial class VmxUnit
{
    private const ulong FeatureControlEnabled = 1 | 1 << 2;
    private const uint ShadowIndicator = 1u << 31;

    public Op* Vmxon(Op* op)
    {
        if (_cpu.IsRealMode || _cpu.IsVirtual8086 || IsCompatibility || (_cpu.Cr4 & Cr4Bits.VMXE) == 0)
            return Refuse(op, Vector.InvalidOpcode, "vmxon");
        if (_cpu.NonRoot)
            return ExitWithInformation(op, ExitReason.Vmxon, InstructionInformation.Of(op));
        if (_cpu.Cpl != 0)
            return Refuse(op, Vector.GeneralProtection, "vmxon");
        if (InOperation)
            return Fail(op, VmInstructionError.VmxonInRoot);
        if ((_cpu.FeatureControl & FeatureControlEnabled) != FeatureControlEnabled || !_cpu.A20Enabled || !IsReady)
            return Refuse(op, Vector.GeneralProtection, "vmxon");
        ulong* operand = ReadPointer(op);
        if (operand == null)
            return op;
        ulong address = *operand;
        if (!IsAligned(address) || !IsPhysicalAddress(address) || _memory.Read<uint>(address) != _capabilities.RevisionId)
            return FailInvalid(op, "vmxon", address);
        _vmxonPointer = address;
        _current = null;
        return Succeed(op);
    }

    /// <summary>CR0 and CR4 have the values that VMX operation demands.</summary>
    private bool IsReady =>
        (_capabilities.Cr0Fixed0 & ~_cpu.Cr0) == 0 && (_cpu.Cr0 & ~_capabilities.Cr0Fixed1) == 0
        && (_capabilities.Cr4Fixed0 & ~_cpu.Cr4) == 0 && (_cpu.Cr4 & ~_capabilities.Cr4Fixed1) == 0;

    public Op* Vmxoff(Op* op)
    {
        if (!Admits(op, ExitReason.Vmxoff))
            return op;
        _vmxonPointer = NoVmcs;
        LoseCurrent(op);
        return Succeed(op);
    }

    public Op* Vmclear(Op* op)
    {
        if (!Admits(op, ExitReason.Vmclear, InstructionInformation.Of(op)))
            return op;
        ulong* operand = ReadPointer(op);
        if (operand == null)
            return op;
        ulong address = *operand;
        if (!IsAligned(address) || !IsPhysicalAddress(address))
            return Fail(op, VmInstructionError.VmclearInvalidAddress, address);
        if (address == _vmxonPointer)
            return Fail(op, VmInstructionError.VmclearVmxonPointer, address);
        if (!_structures.TryGetValue(address, out Vmcs? vmcs))
        {
            vmcs = new Vmcs(address);
            _structures.Add(address, vmcs);
        }

        vmcs.Clear(_memory);
        if (_current == vmcs)
            LoseCurrent(op);
        return Succeed(op);
    }

    public Op* Vmptrld(Op* op)
    {
        if (!Admits(op, ExitReason.Vmptrld, InstructionInformation.Of(op)))
            return op;
        ulong* operand = ReadPointer(op);
        if (operand == null)
            return op;
        ulong address = *operand;
        if (!IsAligned(address) || !IsPhysicalAddress(address))
            return Fail(op, VmInstructionError.VmptrldInvalidAddress, address);
        if (address == _vmxonPointer)
            return Fail(op, VmInstructionError.VmptrldVmxonPointer, address);
        uint revision = _memory.Read<uint>(address);
        if ((revision & ~ShadowIndicator) != _capabilities.RevisionId
            || (revision & ShadowIndicator) != 0 && !_capabilities.Supports(ProcessorBasedControls2.VmcsShadowing))
        {
            return Fail(op, VmInstructionError.VmptrldIncorrectRevision, address);
        }

        _current = Activate(address);
        return Succeed(op);
    }

    public Op* Vmptrst(Op* op)
    {
        if (!Admits(op, ExitReason.Vmptrst, InstructionInformation.Of(op)))
            return op;
        return _cpu.StoreAt(op, op->Segment, _cpu.EffectiveAddress(op), _current?.Address ?? NoVmcs) ? Succeed(op) : op;
    }

    /// <summary>VMREAD r/m, reg: <see cref="Op.Source"/> holds the encoding; the r/m operand is memory or <see cref="Op.Destination"/>.</summary>
    public Op* Vmread(Op* op)
    {
        ulong encoding = _cpu.Register<ulong>(op->Source) & OperandMask;
        uint information = InstructionInformation.OfTwo(op, op->Destination, op->Source);
        if (!AdmitsAccess(op, ExitReason.Vmread, information, VmcsField.VmreadBitmap, encoding, out Vmcs? vmcs))
            return op;
        if (vmcs == null)
            return FailInvalid(op, "vmread");
        if (Find(encoding) is not { } row)
            return Fail(op, VmInstructionError.UnsupportedVmcsComponent, encoding, "vmread");
        if (row.Field is VmcsField.VmInstructionError or VmcsField.ExitReason)
            EntryFailureLookedInto = true;
        ulong value = vmcs[row.Field];
        if ((encoding & 1) != 0)
            value >>= 32;
        bool wide = _cpu.Is64BitCode;
        if ((op->Flags & OpFlags.Memory) == 0)
            _cpu.Register<ulong>(op->Destination) = wide ? value : (uint)value;
        else if (wide ? !_cpu.StoreAt(op, op->Segment, _cpu.EffectiveAddress(op), value)
            : !_cpu.StoreAt(op, op->Segment, _cpu.EffectiveAddress(op), (uint)value))
        {
            return op;
        }

        return Succeed(op);
    }

    /// <summary>VMWRITE reg, r/m: <see cref="Op.Destination"/> holds the encoding; the r/m operand is memory or <see cref="Op.Source"/>.</summary>
    public Op* Vmwrite(Op* op)
    {
        ulong encoding = _cpu.Register<ulong>(op->Destination) & OperandMask;
        uint information = InstructionInformation.OfTwo(op, op->Source, op->Destination);
        if (!AdmitsAccess(op, ExitReason.Vmwrite, information, VmcsField.VmwriteBitmap, encoding, out Vmcs? vmcs))
            return op;
        if (vmcs == null)
            return FailInvalid(op, "vmwrite");
        if (!TryReadOperand(op, out ulong value))
            return op;
        if (Find(encoding) is not { } row)
            return Fail(op, VmInstructionError.UnsupportedVmcsComponent, encoding, "vmwrite");
        if (row.IsReadOnly && !_capabilities.CanWriteExitInformation)
            return Fail(op, VmInstructionError.VmwriteReadOnlyComponent, encoding, "vmwrite");
        if ((encoding & 1) != 0)
            value = value << 32 | (uint)vmcs[row.Field];
        _cpu.Sync(op);
        vmcs.Write(row.Field, value & row.Mask, _cpu.InstructionAddress, _callSites.Find());
        return Succeed(op);
    }

    public Op* Vmcall(Op* op)
    {
        if (!InOperation)
            return Refuse(op, Vector.InvalidOpcode, "vmcall");
        if (_cpu.NonRoot)
            return ExitFromInstruction(op, ExitReason.Vmcall);
        if (_cpu.IsVirtual8086 || IsCompatibility)
            return Refuse(op, Vector.InvalidOpcode, "vmcall");
        if (_cpu.Cpl != 0)
            return Refuse(op, Vector.GeneralProtection, "vmcall");
        return Fail(op, VmInstructionError.VmcallInRoot);
    }

    public Op* Invept(Op* op)
    {
        if (!_capabilities.EptVpid.Invept)
            return Refuse(op, Vector.InvalidOpcode, "invept");
        if (!Admits(op, ExitReason.Invept, InstructionInformation.OfTwo(op, 0, op->Destination)))
            return op;
        // The descriptor's upper half is reserved, and nothing looks at it.
        if (!TryReadDescriptor(op, out ulong low, out _))
            return op;
        ulong type = _cpu.Register<ulong>(op->Destination) & OperandMask;
        bool good = type switch
        {
            1 => _capabilities.EptVpid.InveptSingleContext && IsValidEptPointer(low),
            2 => _capabilities.EptVpid.InveptAllContexts,
            _ => false,
        };
        if (!good)
            return Fail(op, VmInstructionError.InvalidOperandToInveptInvvpid, type, "invept");
        _cpu.FlushTlb();
        return Succeed(op);
    }

    public Op* Invvpid(Op* op)
    {
        if (!_capabilities.EptVpid.Invvpid)
            return Refuse(op, Vector.InvalidOpcode, "invvpid");
        if (!Admits(op, ExitReason.Invvpid, InstructionInformation.OfTwo(op, 0, op->Destination)))
            return op;
        if (!TryReadDescriptor(op, out ulong low, out ulong high))
            return op;
        ulong type = _cpu.Register<ulong>(op->Destination) & OperandMask;
        ushort vpid = (ushort)low;
        bool good = low <= ushort.MaxValue && type switch
        {
            0 => _capabilities.EptVpid.InvvpidIndividualAddress && vpid != 0 && _cpu.IsCanonical(high),
            1 => _capabilities.EptVpid.InvvpidSingleContext && vpid != 0,
            2 => _capabilities.EptVpid.InvvpidAllContexts,
            3 => _capabilities.EptVpid.InvvpidSingleContextRetainingGlobals && vpid != 0,
            _ => false,
        };
        if (!good)
            return Fail(op, VmInstructionError.InvalidOperandToInveptInvvpid, type, "invvpid");
        _cpu.FlushTlb();
        return Succeed(op);
    }

    public Op* Vmfunc(Op* op)
    {
        if (!_cpu.NonRoot || !Has(ProcessorBasedControls2.EnableVmFunctions) || _cpu.Eax >= 64)
            return Refuse(op, Vector.InvalidOpcode, "vmfunc");
        ulong controls = _current![VmcsField.VmFunctionControls];
        uint number = _cpu.Ecx;
        if ((controls >> (int)_cpu.Eax & 1) == 0 || _cpu.Eax != 0 || number >= 512)
            return ExitFromInstruction(op, ExitReason.Vmfunc);
        ulong pointer = _memory.Read<ulong>(_current[VmcsField.EptpListAddress] + 8 * number);
        if (!IsValidEptPointer(pointer))
            return ExitFromInstruction(op, ExitReason.Vmfunc);
        _current[VmcsField.EptPointer] = pointer;
        if (Has(ProcessorBasedControls2.EptViolationVe))
            _current[VmcsField.EptpIndex] = number;
        UseEptPointer(pointer);
        _cpu.FlushTlb();
        return _cpu.Leave(op);
    }

    // ---- what they share ----------------------------------------------------------------------------------------------------

    private bool IsCompatibility => _cpu.IsLongMode && !_cpu.Is64BitCode;

    private ulong OperandMask => _cpu.Is64BitCode ? ulong.MaxValue : uint.MaxValue;

    private static string NameOf(ExitReason reason) => ExitReasons.Find((uint)reason)!.Name;

    /// <summary>The checks up to privilege; false when the instruction is over (an exception is pending, or the guest has exited).</summary>
    /// <param name="information">What a VM exit says about the operands; null for an instruction without.</param>
    private bool Admits(Op* op, ExitReason reason, uint? information = null)
    {
        if (!InOperation || _cpu.IsRealMode || _cpu.IsVirtual8086 || IsCompatibility)
            Refuse(op, Vector.InvalidOpcode, NameOf(reason));
        else if (_cpu.NonRoot)
        {
            if (information is { } operands)
                ExitWithInformation(op, reason, operands);
            else
                ExitFromInstruction(op, reason);
        }
        else if (_cpu.Cpl != 0)
            Refuse(op, Vector.GeneralProtection, NameOf(reason));
        else
            return true;
        return false;
    }

    /// <summary>As <see cref="Admits"/>, for VMREAD and VMWRITE, which VMCS shadowing lets a guest execute on its shadow VMCS.</summary>
    private bool AdmitsAccess(Op* op, ExitReason reason, uint information, VmcsField bitmap, ulong encoding, out Vmcs? vmcs)
    {
        vmcs = _current;
        if (!_cpu.NonRoot || !InOperation || _cpu.IsRealMode || _cpu.IsVirtual8086 || IsCompatibility)
            return Admits(op, reason, information);
        bool intercepted = !Has(ProcessorBasedControls2.VmcsShadowing)
            || encoding > 0x7FFF
            || (_memory.Read<byte>(_current![bitmap] + (encoding >> 3)) >> (int)(encoding & 7) & 1) != 0;
        if (intercepted)
        {
            ExitWithInformation(op, reason, information);
            return false;
        }

        if (_cpu.Cpl != 0)
        {
            Refuse(op, Vector.GeneralProtection, NameOf(reason));
            return false;
        }

        ulong link = _current![VmcsField.VmcsLinkPointer];
        vmcs = link == NoVmcs ? null : Activate(link);
        return true;
    }

    private VmcsFieldRow? Find(ulong encoding)
    {
        VmcsFieldRow? row = VmcsFields.Find(encoding & ~1UL);
        if (row == null || !row.ExistsOn(_capabilities))
            return null;
        return (encoding & 1) != 0 && row.Width != VmcsFieldWidth.Bits64 ? null : row;
    }

    private ulong* ReadPointer(Op* op) => _cpu.ReadableAt<ulong>(op, op->Segment, _cpu.EffectiveAddress(op));

    private bool TryReadOperand(Op* op, out ulong value)
    {
        value = 0;
        if ((op->Flags & OpFlags.Memory) == 0)
        {
            value = _cpu.Register<ulong>(op->Source) & OperandMask;
            return true;
        }

        if (_cpu.Is64BitCode)
        {
            ulong* wide = ReadPointer(op);
            if (wide == null)
                return false;
            value = *wide;
            return true;
        }

        uint* narrow = _cpu.ReadableAt<uint>(op, op->Segment, _cpu.EffectiveAddress(op));
        if (narrow == null)
            return false;
        value = *narrow;
        return true;
    }

    private bool TryReadDescriptor(Op* op, out ulong low, out ulong high)
    {
        low = high = 0;
        UInt128* descriptor = _cpu.ReadableAt<UInt128>(op, op->Segment, _cpu.EffectiveAddress(op));
        if (descriptor == null)
            return false;
        UInt128 value = Unsafe.ReadUnaligned<UInt128>(descriptor);
        low = (ulong)value;
        high = (ulong)(value >> 64);
        return true;
    }

    private void LoseCurrent(Op* op)
    {
        _current = null;
        _cpu.Sync(op);
        History.LostCurrentAt = _cpu.InstructionAddress;
    }

    private Op* Succeed(Op* op)
    {
        _cpu.SetStatusFlags(0);
        return _cpu.Leave(op);
    }

    private Op* FailInvalid(Op* op, string instruction, ulong operand = 0)
    {
        _cpu.SetStatusFlags(RflagsBits.Cf);
        _cpu.Sync(op);
        NoteFailure(instruction, VmInstructionError.None, operand);
        Observer?.OnInstructionFailure(_cpu.InstructionAddress, VmInstructionError.None);
        return _cpu.Leave(op);
    }

    /// <summary>VMfailValid; VMfailInvalid without a current VMCS.</summary>
    /// <param name="operand">The address or encoding that the instruction was given, for explanations.</param>
    /// <param name="instruction">Which it was, where the error is one of several instructions'.</param>
    private Op* Fail(Op* op, VmInstructionError error, ulong operand = 0, string? instruction = null)
    {
        _cpu.Sync(op);
        NoteFailure(instruction ?? NameOf(error), error, operand);
        if (_current == null)
        {
            _cpu.SetStatusFlags(RflagsBits.Cf);
            Observer?.OnInstructionFailure(_cpu.InstructionAddress, VmInstructionError.None);
            return _cpu.Leave(op);
        }

        _cpu.SetStatusFlags(RflagsBits.Zf);
        _current[VmcsField.VmInstructionError] = (ulong)error;
        Observer?.OnInstructionFailure(_cpu.InstructionAddress, error);
        return _cpu.Leave(op);
    }

    /// <summary>The instruction that an error number is about.</summary>
    private static string NameOf(VmInstructionError error) => error switch
    {
        VmInstructionError.VmcallInRoot => "vmcall",
        VmInstructionError.VmclearInvalidAddress or VmInstructionError.VmclearVmxonPointer => "vmclear",
        VmInstructionError.VmresumeNonLaunchedVmcs => "vmresume",
        VmInstructionError.VmptrldInvalidAddress or VmInstructionError.VmptrldVmxonPointer or VmInstructionError.VmptrldIncorrectRevision => "vmptrld",
        VmInstructionError.VmwriteReadOnlyComponent => "vmwrite",
        VmInstructionError.VmxonInRoot => "vmxon",
        _ => "vmlaunch",
    };
}
