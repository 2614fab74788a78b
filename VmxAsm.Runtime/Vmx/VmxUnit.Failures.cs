using VmxAsm.Architecture;
using VmxAsm.Architecture.Processor;
using VmxAsm.Architecture.Vmx;
using VmxAsm.Runtime.Execute;

namespace VmxAsm.Runtime.Vmx;

// Why VMX instructions fail. The manual gives each instruction a list of conditions and one flag, number or exception for all of them; here they are told apart,
// while the state that decides is still there.
internal sealed unsafe partial class VmxUnit
{
    private string EnableVmx
    {
        get
        {
            string register = _cpu.Is64BitCode ? "%rax" : "%eax";
            return $"`mov %cr4, {register}; bts $13, {register}; mov {register}, %cr4` before VMXON (`vmx_enable` of <vmx.inc> sets all that CR0 and CR4 need)";
        }
    }

    /// <summary>What the unit remembers for explanations.</summary>
    public VmxHistory History { get; } = new();

    /// <summary>#UD or #GP of a VMX instruction.</summary>
    private Op* Refuse(Op* op, Vector vector, string instruction)
    {
        Op* next = _cpu.Raise(op, vector, vector == Vector.InvalidOpcode ? null : 0);
        ulong address = _cpu.InstructionAddress;
        if (History.IsKnown(address, VmInstructionError.None, vector, 0))
            return next;
        List<string> causes = vector == Vector.InvalidOpcode ? WhyUndefined(instruction) : WhyProtected(instruction);
        History.Add(new(instruction, address, _callSites.Find(), VmInstructionError.None, vector, 0, causes));
        _cpu.Pending.Because = causes.Count > 0 ? causes[0] : null;
        return next;
    }

    private void NoteFailure(string instruction, VmInstructionError error, ulong operand)
    {
        ulong address = _cpu.InstructionAddress;
        if (!History.IsKnown(address, error, null, operand))
            History.Add(new(instruction, address, _callSites.Find(), error, null, operand, error == VmInstructionError.None ? WhyInvalid(instruction, operand) : Why(error, operand)));
    }

    private List<string> WhyUndefined(string instruction)
    {
        List<string> causes = [];
        if (_cpu.IsRealMode)
            causes.Add("VMX instructions are undefined in real mode; the host must be in protected or 64-bit mode");
        if (_cpu.IsVirtual8086)
            causes.Add("VMX instructions are undefined in virtual-8086 mode");
        if (IsCompatibility)
            causes.Add("VMX instructions are undefined in compatibility mode: this is 16- or 32-bit code on a processor in IA-32e mode; CS needs a descriptor with L (`code64`)");
        if (instruction == "vmxon" && (_cpu.Cr4 & Cr4Bits.VMXE) == 0)
            causes.Add("CR4.VMXE (bit 13) is 0\nsatisfied by: " + EnableVmx);
        if (instruction == "vmfunc")
            causes.Add("VMFUNC exists in a guest with `enable_vm_functions` only, for functions 0 to 63");
        else if (instruction is "invept" or "invvpid" && !(instruction == "invept" ? _capabilities.EptVpid.Invept : _capabilities.EptVpid.Invvpid))
            causes.Add($"processor model `{_model.Name}` has no {instruction.ToUpperInvariant()}: IA32_VMX_EPT_VPID_CAP does not report it; `--cpu nehalem` and later models have it");
        else if (instruction != "vmxon" && !InOperation)
        {
            causes.Add(History.Failures.Any(failure => failure.Instruction == "vmxon")
                ? "the processor is not in VMX operation: VMXON failed before"
                : "the processor is not in VMX operation: VMXON comes first");
        }

        return causes;
    }

    private List<string> WhyProtected(string instruction)
    {
        List<string> causes = [];
        if (_cpu.Cpl != 0)
            causes.Add($"CPL is {_cpu.Cpl}: VMX instructions are for ring 0");
        if (instruction != "vmxon")
            return causes;
        if ((_cpu.FeatureControl & 1) == 0)
            causes.Add($"IA32_FEATURE_CONTROL (MSR 0x3a) is 0x{_cpu.FeatureControl:x}: bit 0, the lock, must be 1\nsatisfied by: write 5 (lock | VMX outside SMX) with WRMSR, once; `vmx_feature_control` of <vmx.inc> does it");
        else if ((_cpu.FeatureControl & 4) == 0)
            causes.Add($"IA32_FEATURE_CONTROL (MSR 0x3a) is 0x{_cpu.FeatureControl:x}: it was locked with bit 2, VMX outside SMX, 0, and stays so until reset\nsatisfied by: lock it with 5");
        if (!_cpu.A20Enabled)
            causes.Add("address line 20 is off\nsatisfied by: `a20_enable` of <a20.inc> before VMXON");
        AddFixedBits(causes, "CR0", _cpu.Cr0, _capabilities.Cr0Fixed0, _capabilities.Cr0Fixed1, Cr0.Fields);
        AddFixedBits(causes, "CR4", _cpu.Cr4, _capabilities.Cr4Fixed0, _capabilities.Cr4Fixed1, Cr4.Fields);
        return causes;
    }

    /// <summary>Why VMX operation does not let CR0 or CR4 have a value.</summary>
    public override string WhyRefused(int register, ulong value)
    {
        bool isCr0 = register == 0;
        ulong missing = (isCr0 ? _capabilities.Cr0Fixed0 : _capabilities.Cr4Fixed0) & ~value;
        string name = isCr0 ? "CR0" : "CR4", bits = BitFields.Describe(isCr0 ? Cr0.Fields : Cr4.Fields, missing);
        return $"0x{value:x} for {name} lacks {bits}: in VMX operation, from VMXON to VMXOFF, IA32_VMX_{name}_FIXED0 demands that it stays 1"
            + (_cpu.NonRoot ? $", and nothing intercepts the guest's change (`{name.ToLowerInvariant()}_guest_host_mask`)" : "; VMXOFF comes before clearing it");
    }

    private static void AddFixedBits(List<string> causes, string register, ulong value, ulong fixed0, ulong fixed1, IReadOnlyList<BitField> names)
    {
        string shown = $"{register} is 0x{value:x} ({BitFields.Describe(names, value)})";
        if ((fixed0 & ~value) is not 0 and var missing)
            causes.Add($"{shown}: IA32_VMX_{register}_FIXED0 demands {BitFields.Describe(names, missing)} as well\nsatisfied by: 0x{value | fixed0:x} in {register}; `vmx_enable` of <vmx.inc> does it");
        if ((value & ~fixed1) is not 0 and var forbidden)
            causes.Add($"{shown}: IA32_VMX_{register}_FIXED1 forbids {BitFields.Describe(names, forbidden)}\nsatisfied by: 0x{value & fixed1:x} in {register}");
    }

    /// <summary>VMfailInvalid: VMXON's region, or no current VMCS.</summary>
    private List<string> WhyInvalid(string instruction, ulong operand)
    {
        if (instruction == "vmxon")
            return WhyRegion("VMXON", operand, wantsRevision: true);
        if (_current is { IsShadow: true })
            return ["the current VMCS is a shadow VMCS (bit 31 of its first doubleword): it can be read and written, but not entered"];
        if (History.LostCurrentAt != ulong.MaxValue)
            return ["there is no current VMCS: the last VMCLEAR of it, or VMXOFF, left none\nsatisfied by: VMPTRLD after VMCLEAR"];
        return ["there is no current VMCS\nsatisfied by: VMCLEAR of a region, then VMPTRLD of it, before this (`vmx_select` of <vmx.inc>)"];
    }

    private List<string> Why(VmInstructionError error, ulong operand)
    {
        switch (error)
        {
            case VmInstructionError.VmclearInvalidAddress:
                return WhyRegion("VMCLEAR", operand, wantsRevision: false);
            case VmInstructionError.VmptrldInvalidAddress:
                return WhyRegion("VMPTRLD", operand, wantsRevision: false);
            case VmInstructionError.VmptrldIncorrectRevision:
                return WhyRegion("VMPTRLD", operand, wantsRevision: true);
            case VmInstructionError.VmclearVmxonPointer or VmInstructionError.VmptrldVmxonPointer:
                return [$"0x{operand:x} is the region that VMXON was given; a VMCS needs a page of its own"];
            case VmInstructionError.VmlaunchNonClearVmcs:
                return [$"the VMCS at 0x{operand:x} has been launched\nsatisfied by: VMRESUME to go on with its guest, or VMCLEAR and VMPTRLD to start again"];
            case VmInstructionError.VmresumeNonLaunchedVmcs:
                return [$"the VMCS at 0x{operand:x} has not been launched since its last VMCLEAR\nsatisfied by: VMLAUNCH for the first entry, VMRESUME from the second on"];
            case VmInstructionError.EntryBlockedByMovSs:
                return ["the instruction before was MOV SS or POP SS, which holds back events until its successor is done\nsatisfied by: any instruction in between"];
            case VmInstructionError.UnsupportedVmcsComponent:
                return [WhyUnsupported(operand)];
            case VmInstructionError.VmwriteReadOnlyComponent:
                return [$"`{VmcsFields.Find(operand & ~1UL)?.Name}` (0x{operand:x}) is a VM-exit information field, which VM exits write; processor model `{_model.Name}` lets software only read it (IA32_VMX_MISC bit 29)"];
            case VmInstructionError.VmxonInRoot:
                return ["VMXON has been executed already; VMXOFF leaves VMX operation"];
            case VmInstructionError.VmcallInRoot:
                return ["VMCALL is for the guest; in the host it only reports this error"];
            case VmInstructionError.InvalidOperandToInveptInvvpid:
                return [$"type {operand} is none that IA32_VMX_EPT_VPID_CAP reports, or the descriptor's reserved bits are not 0, or its EPT pointer, VPID or address is not valid"];
            default:
                return [];
        }
    }

    /// <summary>What is wrong with the address of a region: alignment, width, the revision identifier that software must put there.</summary>
    private List<string> WhyRegion(string instruction, ulong address, bool wantsRevision)
    {
        List<string> causes = [];
        if (!IsAligned(address))
        {
            string hint = (address & uint.MaxValue) == _capabilities.RevisionId
                ? $"\n0x{_capabilities.RevisionId:x} is the revision identifier: the operand of {instruction} is the region itself; it must be a place that holds the region's address (8 bytes)"
                : "\nsatisfied by: `.balign 4096` before the region";
            causes.Add($"the region's address, 0x{address:x}, is not a multiple of 4096{hint}");
        }

        if (!IsPhysicalAddress(address))
            causes.Add($"the region's address, 0x{address:x}, sets bits beyond the physical-address width of {_model.PhysicalAddressBits}; is the operand 8 bytes long?");
        if (causes.Count > 0 || !wantsRevision)
            return causes;
        uint found = _memory.Read<uint>(address);
        if (found == (_capabilities.RevisionId | ShadowIndicator))
            causes.Add($"the region at 0x{address:x} is marked as a shadow VMCS (bit 31), which processor model `{_model.Name}` does not have, or which is no VMXON region");
        else if (found != _capabilities.RevisionId)
        {
            causes.Add($"the region at 0x{address:x} begins with 0x{found:x}; it must begin with the processor's revision identifier, 0x{_capabilities.RevisionId:x}"
                + "\nsatisfied by: bits 30:0 of IA32_VMX_BASIC (MSR 0x480), written there before (`vmx_on` and `vmx_select` of <vmx.inc> do it)");
        }

        return causes;
    }

    private string WhyUnsupported(ulong encoding)
    {
        if (encoding > 0x7FFF)
            return $"0x{encoding:x} is no encoding of a field: they have 15 bits";
        if (VmcsFields.Find(encoding & ~1UL) is not { } row)
            return $"0x{encoding:x} is the encoding of no field (the names of <vmx.inc>, such as VMX_GUEST_RIP, are)";
        if (!row.ExistsOn(_capabilities))
            return $"processor model `{_model.Name}` has no field `{row.Name}` (0x{encoding:x}): it comes with the control `{row.Requires[0].Name}`";
        return $"0x{encoding:x} asks for the upper half of `{row.Name}`, which has {row.Bits} bits; only 64-bit fields have halves";
    }
}
