using VmxAsm.Architecture.Processor;
using VmxAsm.Architecture.Vmx;
using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Directives.Structures.Values;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Directives.Structures.Vmcs;

/// <summary>
/// Generates the code behind <c>vmcs_load NAME</c>: a subroutine for 32- or 64-bit mode that computes each field's value in EAX or RAX, writes it, and
/// returns at the first failure. CF and ZF are then as VMWRITE left them and EDX holds the field's encoding, so the caller tests
/// with <c>jna</c>, as after a VMWRITE of its own. A control that the processor does not have counts as a failure too (CF = 1).
/// It is written straight down, not as a loop over a table, so that each VMWRITE has an address of its own and a failing VM entry
/// can name the line of the block that set the field. Uses rax, rcx, rdx and rsi.
/// </summary>
internal sealed class VmcsLoader
{
    private const int CapabilityTrueOffset = (int)Msr.Ia32VmxTruePinbasedCtls - (int)Msr.Ia32VmxPinbasedCtls;

    private readonly StructureContext _context;
    private readonly bool _is64;
    private readonly bool _refuseUnsupported;
    private readonly ExpressionNode _return;
    private readonly ExpressionNode _unsupported;
    private SourceSpan _line;

    private VmcsLoader(StructureContext context, bool is64, bool refuseUnsupported, SourceSpan span)
    {
        _context = context;
        _is64 = is64;
        _refuseUnsupported = refuseUnsupported;
        _line = span;

        // The two ends stand first, so that every jump to them goes back to a known place.
        _unsupported = context.Here(span);
        context.Append([0xF9], span); // stc
        _return = context.Here(span);
        context.Append([0xC3], span); // ret
    }

    /// <summary>Emits the subroutine; its label is defined by the caller's <paramref name="name"/>.</summary>
    public static void EmitLoad(StructureContext context, VmcsStructure vmcs, int bits, bool refuseUnsupported, string name)
    {
        VmcsLoader loader = new(context, bits == 64, refuseUnsupported, vmcs.Span);
        context.DefineLabel(name, vmcs.Span);
        foreach (VmcsSetting setting in vmcs.Settings(context))
        {
            loader._line = setting.Line;
            if (bits == 32 && setting.Source is RegisterSource wide && LoaderRegisters.Find(wide.Register) is { Kind: LoaderRegisterKind.General, Number: >= 8 })
                context.Report(StructureRules.WrongMode, setting.Span, $"`%{wide.Register}` exists in 64-bit mode only, and `vmcs_load {vmcs.Name}` stands in 32-bit code");
            loader.Write(setting);
        }

        context.Append([0xC3], vmcs.Span);
    }

    /// <summary>Emits the code behind <c>vmcs_store NAME</c>: reads fields into 8 bytes each, from <paramref name="area"/> on.</summary>
    public static void EmitStore(StructureContext context, VmcsStructure vmcs, int bits, IReadOnlyList<VmcsFieldRow> fields, ExpressionNode area, string name)
    {
        VmcsLoader loader = new(context, bits == 64, false, vmcs.Span);
        context.DefineLabel(name, vmcs.Span);
        for (int i = 0; i < fields.Count; i++)
        {
            loader.Read(fields[i], Terms.Add(area, 8 * i));
            if (bits == 32 && fields[i].Width == VmcsFieldWidth.Bits64)
                loader.Read(fields[i].Encoding + 1, Terms.Add(area, (8 * i) + 4));
        }

        context.Append([0xC3], vmcs.Span);
    }

    private void Write(VmcsSetting setting)
    {
        bool inHalves = !_is64 && VmcsFields.Row(setting.Field).Width == VmcsFieldWidth.Bits64;
        switch (setting.Source)
        {
            case ValueSource value:
                Immediate(value.Value, VmcsFields.Row(setting.Field).Bits);
                break;
            case ControlSource control:
                Control(control, setting.Field);
                break;
            case FixedSource fixedBits:
                Fixed(fixedBits);
                break;
            case RegisterSource register:
                Register(LoaderRegisters.Find(register.Register)!);
                break;
            case SelectorSource selector:
                Register(LoaderRegisters.Find(selector.Register)!);
                Emit([0x25, 0xF8, 0xFF, 0x00, 0x00]); // and $0xfff8,%eax
                break;
            case SegmentBaseSource segment:
                SegmentBase(segment.Register);
                break;
            case TableBaseSource table:
                TableBase(LoaderRegisters.Find(table.Register)!.Number);
                break;
            case MsrSource msr:
                Emit([0xB9]); // mov $index,%ecx
                Field(msr.Index, 4);
                Emit([0x0F, 0x32]); // rdmsr
                if (_is64)
                    Emit([0x48, 0xC1, 0xE2, 0x20, 0x48, 0x09, 0xD0]); // shl $32,%rdx; or %rdx,%rax
                else if (inHalves)
                    Emit([0x89, 0xD6]); // mov %edx,%esi
                break;
        }

        VmWrite((int)setting.Field);
        if (!inHalves)
            return;
        switch (setting.Source)
        {
            case ValueSource value:
                Emit([0xB8]); // mov $upper,%eax
                Field(Terms.Bits(value.Value, 63, 32), 4);
                break;
            case MsrSource:
                Emit([0x89, 0xF0]); // mov %esi,%eax
                break;
            default:
                Emit([0x31, 0xC0]); // xor %eax,%eax
                break;
        }

        VmWrite((int)setting.Field + 1);
    }

    private void VmWrite(int encoding)
    {
        Emit([0xBA]); // mov $field,%edx
        Field(Terms.Constant((long)encoding), 4);
        Emit([0x0F, 0x79, 0xD0]); // vmwrite %rax,%rdx
        JumpBack(0x86, _return); // jbe
    }

    private void Read(VmcsFieldRow field, ExpressionNode destination) => Read(field.Encoding, destination);

    private void Read(int encoding, ExpressionNode destination)
    {
        Emit([0xBA]);
        Field(Terms.Constant((long)encoding), 4);
        Emit([0x0F, 0x78, 0xD0]); // vmread %rdx,%rax
        JumpBack(0x86, _return);
        Emit(_is64 ? [0x48, 0xA3] : [0xA3]); // mov %rax,destination
        Field(destination, _is64 ? 8 : 4);
    }

    private void Immediate(ExpressionNode value, int bits)
    {
        if (!_is64 || bits <= 32)
        {
            Emit([0xB8]); // mov $value,%eax
            Field(Terms.Bits(value, 31, 0), 4);
        }
        else if (Terms.ConstantOf(value) is { } known && known == (int)known)
        {
            Emit(known >= 0 ? [0xB8] : [0x48, 0xC7, 0xC0]); // mov $value,%eax or, sign-extended, %rax
            Field(value, 4);
        }
        else
        {
            Emit([0x48, 0xB8]); // movabs $value,%rax
            Field(value, 8);
        }
    }

    /// <summary>wanted | allowed-0, refused when a wanted bit is not in allowed-1; from the TRUE capability MSR where there is one.</summary>
    private void Control(ControlSource control, VmcsField field)
    {
        uint capability = control.Word switch
        {
            ControlWord.PinBased => (uint)Msr.Ia32VmxPinbasedCtls,
            ControlWord.ProcessorBased => (uint)Msr.Ia32VmxProcbasedCtls,
            ControlWord.ProcessorBased2 => (uint)Msr.Ia32VmxProcbasedCtls2,
            ControlWord.Exit => (uint)Msr.Ia32VmxExitCtls,
            ControlWord.Entry => (uint)Msr.Ia32VmxEntryCtls,
            _ => 0,
        };
        if (capability == 0)
        {
            // VM functions have a capability MSR of another form.
            Immediate(control.Wanted, 64);
            return;
        }

        if (control.Word == ControlWord.ProcessorBased2)
        {
            MoveToEcx(capability);
        }
        else
        {
            MoveToEcx((uint)Msr.Ia32VmxBasic);
            Emit([0x0F, 0x32, 0x0F, 0xBA, 0xE2, 0x17]); // rdmsr; bt $23,%edx: bit 55, TRUE MSRs exist
            MoveToEcx(capability);
            Emit([0x73, 0x05]); // jnc 1f
            MoveToEcx(capability + CapabilityTrueOffset);
        }

        Emit([0x0F, 0x32, 0xB9]); // 1: rdmsr; mov $wanted,%ecx
        Field(Implied(control), 4);
        Emit([0x09, 0xC8]); // or %ecx,%eax
        if (!_refuseUnsupported)
            return;
        Emit([0xF7, 0xD2, 0x85, 0xCA, 0xBA]); // not %edx; test %ecx,%edx; mov $field,%edx
        Field(Terms.Constant((long)field), 4);
        JumpBack(0x85, _unsupported); // jnz
    }

    /// <summary>A 64-bit host is one that VM exits must return to in 64-bit mode.</summary>
    private ExpressionNode Implied(ControlSource control) => control.Word == ControlWord.Exit && _is64
        ? Terms.Or(control.Wanted, (long)ExitControls.HostAddressSpaceSize)
        : control.Wanted;

    private void Fixed(FixedSource source)
    {
        Emit([0xBE]); // mov $wanted,%esi
        Field(Terms.Bits(source.Wanted, 31, 0), 4);
        MoveToEcx(source.Fixed0);
        Emit([0x0F, 0x32]); // rdmsr
        if (source.Exempt != 0)
        {
            Emit([0x25]); // and $~exempt,%eax
            Field(Terms.Constant((long)(uint)~source.Exempt), 4);
        }

        Emit([0x09, 0xC6]); // or %eax,%esi
        MoveToEcx(source.Fixed0 + 1);
        Emit([0x0F, 0x32, 0x21, 0xF0]); // rdmsr; and %esi,%eax
    }

    private void Register(LoaderRegister register)
    {
        byte rex = (byte)(0x48 | (register.Number >= 8 ? 4 : 0));
        byte toRax = (byte)(0xC0 | (register.Number & 7) << 3);
        switch (register.Kind)
        {
            case LoaderRegisterKind.General:
                Emit(_is64 ? [rex, 0x89, toRax] : [0x89, toRax]);
                break;
            case LoaderRegisterKind.StackPointer:
                Emit(_is64 ? [0x48, 0x8D, 0x44, 0x24, 0x08] : [0x8D, 0x44, 0x24, 0x04]); // lea past the return address
                break;
            case LoaderRegisterKind.Control:
                Emit([0x0F, 0x20, toRax]);
                break;
            case LoaderRegisterKind.Debug:
                Emit([0x0F, 0x21, toRax]);
                break;
            case LoaderRegisterKind.Segment:
                Emit([0x8C, toRax]);
                break;
            case LoaderRegisterKind.TaskRegister:
                Emit([0x0F, 0x00, (byte)(0xC0 | register.Number << 3)]); // sldt %eax, str %eax
                break;
            case LoaderRegisterKind.Flags:
                Emit([0x9C, 0x58]); // pushf; pop %rax
                break;
            case LoaderRegisterKind.Table:
                TableBase(register.Number);
                break;
        }
    }

    private void TableBase(int number)
    {
        byte modrm = (byte)(0x04 | number << 3);
        if (_is64)
        {
            // sub $16,%rsp; sgdt (%rsp); mov 2(%rsp),%rax; add $16,%rsp
            Emit([0x48, 0x83, 0xEC, 0x10, 0x0F, 0x01, modrm, 0x24, 0x48, 0x8B, 0x44, 0x24, 0x02, 0x48, 0x83, 0xC4, 0x10]);
        }
        else
        {
            Emit([0x83, 0xEC, 0x08, 0x0F, 0x01, modrm, 0x24, 0x8B, 0x44, 0x24, 0x02, 0x83, 0xC4, 0x08]);
        }
    }

    private void SegmentBase(string name)
    {
        if (_is64 && name is "fs" or "gs" && _is64)
        {
            MoveToEcx((uint)(name == "fs" ? Msr.Ia32FsBase : Msr.Ia32GsBase));
            Emit([0x0F, 0x32, 0x48, 0xC1, 0xE2, 0x20, 0x48, 0x09, 0xD0]); // rdmsr; shl $32,%rdx; or %rdx,%rax
            return;
        }

        // The descriptor of the selector in the GDT; selector 0 reads the null entry, whose base is 0.
        TableBase(0);
        Emit(_is64 ? [0x48, 0x89, 0xC6] : [0x89, 0xC6]); // mov %rax,%rsi
        Register(LoaderRegisters.Find(name)!);
        Emit([0x25, 0xF8, 0xFF, 0x00, 0x00]); // and $0xfff8,%eax
        Emit(_is64 ? [0x48, 0x01, 0xC6] : [0x01, 0xC6]); // add %rax,%rsi
        Emit([0x8B, 0x46, 0x02, 0x25, 0xFF, 0xFF, 0xFF, 0x00]); // mov 2(%rsi),%eax; and $0xffffff,%eax
        Emit([0x0F, 0xB6, 0x4E, 0x07, 0xC1, 0xE1, 0x18, 0x09, 0xC8]); // movzbl 7(%rsi),%ecx; shl $24,%ecx; or %ecx,%eax
        if (_is64)
            Emit([0x8B, 0x4E, 0x08, 0x48, 0xC1, 0xE1, 0x20, 0x48, 0x09, 0xC8]); // mov 8(%rsi),%ecx; shl $32,%rcx; or %rcx,%rax
    }

    private void MoveToEcx(uint value)
    {
        Emit([0xB9]);
        Field(Terms.Constant((long)value), 4);
    }

    /// <summary>A conditional jump, 0F 80+cc.</summary>
    private void JumpBack(byte opcode, ExpressionNode target)
    {
        Emit([0x0F, opcode]);
        _context.AppendDistance(target, _line);
    }

    private void Emit(ReadOnlySpan<byte> bytes) => _context.Append(bytes, _line);

    private void Field(ExpressionNode value, int size) => _context.AppendField(value, size, _line);
}
