using System.Buffers.Binary;
using VmxAsm.Compiler.Linking.Elf;

namespace VmxAsm.Compiler.Linking;

/// <summary>
/// Position-independent code reaches data through a table of addresses (psABI, "Global Offset Table"). A static program needs the table only for
/// the loads that cannot be rewritten to use the address itself. As with GNU ld, <c>.got</c> holds the entries, and
/// <c>_GLOBAL_OFFSET_TABLE_</c> is the start of <c>.got.plt</c>, behind it, with three words kept for a dynamic linker.
/// </summary>
internal sealed class GlobalOffsetTable
{
    public const string BaseName = "_GLOBAL_OFFSET_TABLE_";

    private readonly bool _is64;
    private readonly List<(Target Target, bool IsThreadOffset)> _entries = [];
    private readonly Dictionary<(object, bool), int> _slots = [];
    private readonly ObjectSection _gotSection, _baseSection;

    /// <summary>What an entry holds: the address of a global, or of a local symbol.</summary>
    public readonly record struct Target(ObjectSymbol Symbol);

    private GlobalOffsetTable(bool is64)
    {
        _is64 = is64;
        _gotSection = Make(".got");
        _baseSection = Make(".got.plt");
    }

    private int WordSize => _is64 ? 8 : 4;

    public InputSection Got => _gotSection.Input!;

    public InputSection Base => _baseSection.Input!;

    /// <summary>Makes the two sections, still empty, when any input might need them; null when none does.</summary>
    public static GlobalOffsetTable? Create(SymbolResolution resolution, bool is64)
    {
        bool isWanted = resolution.Find(BaseName) is { Definition: null };
        for (int i = 0; i < resolution.Sections.Count && !isWanted; i++)
        {
            InputSection input = resolution.Sections[i];
            if (!input.File.UsesGot)
                continue;
            RelocationTypes types = RelocationTypes.For(input.File.Is64Bit);
            foreach (ref readonly Relocation relocation in input.Section.RelocationRows)
            {
                if (relocation.Expression is null && types.Find(relocation.Type) is { UsesGot: true })
                {
                    isWanted = true;
                    break;
                }
            }
        }
        if (!isWanted)
            return null;
        var table = new GlobalOffsetTable(is64);
        var file = new ObjectFile { Name = "linker", Is64Bit = is64 };

        // ld makes them as sections of the first object, which decides where they go among sections that no script mentions.
        int at = resolution.Sections.FindLastIndex(section => section.File == resolution.Objects[0]) + 1;
        foreach (ObjectSection section in (ReadOnlySpan<ObjectSection>)[table._gotSection, table._baseSection])
        {
            section.Input = new InputSection(file, section) { IsKept = true, IsEmptied = true };
            resolution.Sections.Insert(at++, section.Input);
        }
        return table;
    }

    /// <summary>Reserves an entry for every load that cannot be rewritten; sizes are final after this.</summary>
    public void Reserve(SymbolResolution resolution, bool relax)
    {
        // Only a relocation uses the table: GNU as mentions its name in every object with a TPOFF.
        GlobalSymbol? name = resolution.Find(BaseName);
        bool isUsed = false;
        foreach (InputSection input in resolution.Sections)
        {
            if (input.IsDropped || input.Section.RelocationRows.IsEmpty || name is null && !input.File.UsesGot)
                continue;
            RelocationTypes types = RelocationTypes.For(input.File.Is64Bit);
            foreach (ref readonly Relocation relocation in input.Section.RelocationRows)
            {
                isUsed |= name is not null && relocation.Symbol?.Global == name;
                if (relocation.Expression is not null || types.Find(relocation.Type) is not { UsesGot: true } type)
                    continue;
                if (relax && Relaxation.Applies(input, relocation, type))
                    continue;
                isUsed = true;
                if (relocation.Symbol is { } symbol && type.Formula is not (RelocationFormula.GotRelative or RelocationFormula.GotPcRelative))
                    Reserve(symbol, type.Formula >= RelocationFormula.ThreadGotEntryPcRelative);
            }
        }
        if (!isUsed)
            return;

        // ld gives entries to local symbols first, and to the others in the order of its hash table.
        var ordered = _entries.OrderBy(entry => entry.Target.Symbol.Global is { } global ? (long)BfdHash.Bucket(global.Name) : -1).ToArray();
        _entries.Clear();
        _slots.Clear();
        foreach (var (target, isThreadOffset) in ordered)
            Reserve(target.Symbol, isThreadOffset);
        Resize(Got, _entries.Count * WordSize);
        Resize(Base, 3 * WordSize);
    }

    private static void Resize(InputSection section, int size)
    {
        section.Contents = new byte[size];
        section.Size = (ulong)size;
        section.IsEmptied = size == 0;
    }

    private ObjectSection Make(string name) => new()
    {
        Name = name,
        Type = SectionType.ProgramBits,
        Flags = SectionFlags.Alloc | SectionFlags.Write,
        Alignment = (ulong)WordSize,
        EntrySize = (ulong)WordSize,
    };

    private static object Key(ObjectSymbol symbol) => symbol.Global is { } global ? global : symbol;

    private void Reserve(ObjectSymbol symbol, bool isThreadOffset)
    {
        if (_slots.TryAdd((Key(symbol), isThreadOffset), _entries.Count))
            _entries.Add((new Target(symbol), isThreadOffset));
    }

    /// <summary>Address of a symbol's entry.</summary>
    public ulong EntryAddress(ObjectSymbol symbol, bool isThreadOffset) => Got.Address + (ulong)(_slots[(Key(symbol), isThreadOffset)] * WordSize);

    /// <summary>Fills the entries, once addresses are final.</summary>
    public void Fill(Func<ObjectSymbol, ulong> addressOf, ulong threadPointer)
    {
        for (int i = 0; i < _entries.Count; i++)
        {
            var (target, isThreadOffset) = _entries[i];
            ulong value = addressOf(target.Symbol) - (isThreadOffset ? threadPointer : 0);
            Span<byte> to = Got.Contents.AsSpan(i * WordSize);
            if (_is64)
                BinaryPrimitives.WriteUInt64LittleEndian(to, value);
            else
                BinaryPrimitives.WriteUInt32LittleEndian(to, (uint)value);
        }
    }
}
