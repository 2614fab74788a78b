using VmxAsm.Architecture.Vmx;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Directives.Structures.Vmcs;

/// <summary>Where the value of a field comes from.</summary>
internal abstract record FieldSource;

/// <summary>An expression, known at the latest when the program is linked.</summary>
internal sealed record ValueSource(ExpressionNode Value) : FieldSource;

/// <summary>Control bits asked for; the loading code adds those that the processor's capability MSR demands, and refuses those that it lacks.</summary>
internal sealed record ControlSource(ControlWord Word, ExpressionNode Wanted) : FieldSource;

/// <summary>A CR0 or CR4, whose bits the FIXED0 and FIXED1 MSRs fix in VMX operation.</summary>
/// <param name="Fixed0">The MSR with the bits that must be 1; the next one has those that may be.</param>
/// <param name="Exempt">Bits of an unrestricted guest that are not fixed.</param>
internal sealed record FixedSource(ExpressionNode Wanted, uint Fixed0, ulong Exempt) : FieldSource;

/// <summary>A register, read when the structure is loaded.</summary>
internal sealed record RegisterSource(string Register) : FieldSource;

/// <summary>A segment register without RPL and table indicator, as the host area wants selectors.</summary>
internal sealed record SelectorSource(string Register) : FieldSource;

/// <summary>The base of the segment that a register selects in the GDT: TR's is in no register that can be read.</summary>
internal sealed record SegmentBaseSource(string Register) : FieldSource;

/// <summary>The base in GDTR or IDTR.</summary>
internal sealed record TableBaseSource(string Register) : FieldSource;

/// <summary>An MSR, read when the structure is loaded.</summary>
internal sealed record MsrSource(ExpressionNode Index) : FieldSource;

/// <summary>How specific a setting is; the more specific one wins, and two of a kind for one field contradict each other.</summary>
internal enum Precedence
{
    /// <summary>Nothing was said.</summary>
    Default,

    /// <summary><c>host = current</c>, <c>guest.segments = ...</c></summary>
    Area,

    /// <summary><c>guest.cs = v86(0x1000)</c></summary>
    Register,

    /// <summary><c>guest.cs.base = 0x10000</c></summary>
    Field,
}

/// <summary>One field of a VMCS and its value.</summary>
/// <param name="Span">The value in the source; the block's name for a default.</param>
/// <param name="Line">The whole entry, which the VMWRITE is traced back to.</param>
internal sealed record VmcsSetting(VmcsField Field, FieldSource Source, Precedence Precedence, SourceSpan Span, SourceSpan Line);
