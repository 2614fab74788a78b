using VmxAsm.Architecture.Processor;
using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Directives.Structures.Values;
using VmxAsm.Compiler.Symbols;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Directives.Structures;

/// <summary>Values as far as they are known: numbers at assembly, addresses too once the program is linked.</summary>
internal interface IKnownValues
{
    /// <summary>The value, or null while it is unknown.</summary>
    long? ValueOf(ExpressionNode node);

    /// <summary>A byte of the linked program, or null where there is none.</summary>
    byte? ByteAt(ulong address) => null;
}

/// <summary>A structure that a key or directive refers to by name.</summary>
internal sealed record WantedStructure(string Name, string Kind, string Taker, SourceSpan Span);

/// <summary>A rule on values that may become known only when the program is linked.</summary>
internal delegate void LateCheck(IKnownValues values);

/// <summary>
/// What the blocks need of the assembler: names, a place to put bytes, and somewhere to complain. Everything emitted carries the span
/// of the entry that asked for it, so listing and debug information lead back to the line.
/// </summary>
internal abstract class StructureContext : IKnownValues
{
    public abstract DiagnosticBag Diagnostics { get; }

    /// <summary>The processor that rules depending on the model are checked against.</summary>
    public abstract CpuModel Model { get; }

    /// <summary>16, 32 or 64: the mode that code is being assembled for.</summary>
    public abstract int CodeBits { get; }

    /// <summary>Every structure of the source by name, for entries that refer to other blocks.</summary>
    public StructureSet Structures { get; } = new();

    /// <summary>The structures of all sources of the program; those of this source alone until it is linked.</summary>
    public IReadOnlyList<StructureSet> Program
    {
        get => field ?? [Structures];
        set;
    }

    /// <summary>Rules that are looked at when addresses are fixed.</summary>
    public List<LateCheck> LateChecks { get; } = [];

    /// <summary>
    /// Names that were taken for symbols although they are near to a bit's name; when they turn out to be undefined, the bit is suggested.
    /// </summary>
    public Dictionary<string, (SourceSpan Span, NameScope Scope)> SuspectNames { get; } = [];

    /// <summary>Structures that keys refer to by name, which may stand further down.</summary>
    public List<WantedStructure> WantedStructures { get; } = [];

    /// <summary>The symbol of this name, which the caller is about to use.</summary>
    public abstract Symbol Reference(string name, SourceSpan span);

    public abstract bool IsKnownSymbol(string name);

    /// <summary>Whether a symbol of this source can be named by others.</summary>
    public abstract bool IsGlobal(string name);

    /// <summary>Whether this source is all there is: what it does not define is nowhere.</summary>
    public abstract bool IsWholeProgram { get; }

    /// <summary>The value of an expression that depends neither on addresses nor on what follows; else null.</summary>
    public abstract long? ValueNow(ExpressionNode node);

    /// <summary>Defines a label at the current place.</summary>
    public abstract void DefineLabel(string name, SourceSpan span);

    /// <summary>Gives a name to a value.</summary>
    public abstract void Equate(string name, ExpressionNode value, SourceSpan span);

    /// <summary>Gives the names that a block defines beside its own, <c>NAME.limit</c> and the like, the binding and visibility of <c>NAME</c>.</summary>
    public abstract void ShareCompanions(string owner);

    /// <summary>The address of the current place.</summary>
    public abstract ExpressionNode Here(SourceSpan span);

    /// <summary>The place that <c>1f</c> or <c>1b</c> means; null when no such label stands before.</summary>
    public abstract ExpressionNode? LocalLabel(int number, bool isForward, SourceSpan span);

    /// <summary>Pads with zeros to a multiple of a power of two.</summary>
    public abstract void Align(int alignment, SourceSpan span);

    public abstract void Append(ReadOnlySpan<byte> bytes, SourceSpan span);

    /// <summary>Appends a field of 1, 2, 4 or 8 bytes.</summary>
    public abstract void AppendField(ExpressionNode value, int size, SourceSpan span);

    /// <summary>Appends a signed 32-bit distance from the end of the field to a target.</summary>
    public abstract void AppendDistance(ExpressionNode target, SourceSpan span);

    /// <summary>Continues in another section until <see cref="PopSection"/>.</summary>
    /// <param name="flags">As in <c>.section</c>: <c>ax</c>, <c>aw</c>.</param>
    /// <param name="hasContents">False for memory that is only reserved.</param>
    public abstract void PushSection(string name, string flags, bool hasContents, SourceSpan span);

    public abstract void PopSection();

    /// <summary>Asks for our boot loader.</summary>
    public abstract void RequestBoot(ExpressionNode? entry, ulong? load, SourceSpan span);

    public virtual void AppendZeros(int count, SourceSpan span)
    {
        ReadOnlySpan<byte> zeros = stackalloc byte[256];
        for (; count > 0; count -= 256)
            Append(zeros[..Math.Min(count, 256)], span);
    }

    public void Report(DiagnosticRule rule, SourceSpan span, string message, params IReadOnlyList<DiagnosticLabel> labels) =>
        Diagnostics.Report(new Diagnostic(rule, message, span) { Labels = labels });

    /// <summary>The note to a message that the chosen model lacks a feature: it names the oldest one that has it. None where no model has.</summary>
    public static string[] ModelWith(Func<CpuModel, bool> hasFeature) =>
        CpuModels.All.FirstOrDefault(hasFeature) is { } model ? [$"satisfied by: `--cpu {model.Name}`"] : [];

    /// <summary>Looks at a rule now when the value is known, else when the program is linked.</summary>
    public void WhenKnown(ExpressionNode node, Action<long> check)
    {
        if (ValueNow(node) is { } value)
        {
            check(value);
            return;
        }

        LateChecks.Add(values =>
        {
            if (values.ValueOf(node) is { } known)
                check(known);
        });
    }

    /// <summary>Reports, when the whole source has been read, a name that turns out to be a structure of another kind.</summary>
    /// <param name="taker">The key or directive that wants it, for the message.</param>
    public void RequireStructure(string name, string kind, string taker, SourceSpan span) => WantedStructures.Add(new WantedStructure(name, kind, taker, span));

    /// <summary>Reports a value outside <paramref name="least"/>..<paramref name="greatest"/>.</summary>
    public void RequireRange(ExpressionNode node, long least, long greatest, SourceSpan span, string what) => WhenKnown(node, value =>
    {
        if (value < least || value > greatest)
        {
            Report(StructureRules.OutOfRange, span,
                $"{what} is {Number(value)}, outside {Number(least)}..{Number(greatest)}");
        }
    });

    /// <summary>Reports a 64-bit address whose upper bits are not copies of the highest bit that the model's addresses have.</summary>
    /// <param name="section">Where the manual demands it.</param>
    public void RequireCanonical(ExpressionNode node, DiagnosticRule rule, SourceSpan span, string what, string section) => WhenKnown(node, address =>
    {
        if (!LinearAddress.IsCanonical((ulong)address, Model.LinearAddressBits))
        {
            Report(rule, span,
                $"{what} is 0x{address:x}, which is not canonical: the upper bits must be copies of bit {Model.LinearAddressBits - 1} (SDM volume 3, \"{section}\")");
        }
    });

    /// <summary>Reports an address that is no multiple of a power of two.</summary>
    public void RequireAlignment(ExpressionNode node, long alignment, SourceSpan span, string what) => WhenKnown(node, value =>
    {
        if ((value & (alignment - 1)) != 0)
            Report(StructureRules.Misaligned, span, $"{what} is {Number(value)}, which is no multiple of {Number(alignment)}");
    });

    public static string Number(long value) => value switch
    {
        >= -9 and <= 9 => value.ToString(System.Globalization.CultureInfo.InvariantCulture),
        > -(1L << 32) and < 0 => $"-0x{-value:x}",
        _ => $"0x{value:x}",
    };

    long? IKnownValues.ValueOf(ExpressionNode node) => ValueNow(node);
}
