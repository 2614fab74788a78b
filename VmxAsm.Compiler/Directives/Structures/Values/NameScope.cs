using VmxAsm.Architecture;
using VmxAsm.Architecture.Processor;
using VmxAsm.Architecture.Vmx;
using VmxAsm.Compiler.Diagnostics;

namespace VmxAsm.Compiler.Directives.Structures.Values;

/// <summary>
/// The names that mean bits where a key's value stands: <c>PE | NE | PG</c> for a CR0, <c>hlt_exiting</c> for a control word. They
/// come from the architecture's tables. Within such a value they win over symbols of the program; elsewhere they mean nothing.
/// </summary>
internal sealed class NameScope
{
    private readonly Dictionary<string, BitField> _fields = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _constants = new(StringComparer.Ordinal);

    public NameScope(string what, IEnumerable<BitField> fields, IEnumerable<KeyValuePair<string, long>>? constants = null)
    {
        What = what;
        foreach (BitField field in fields)
            _fields.Add(field.Name, field);
        foreach ((string name, long value) in constants ?? [])
            _constants.Add(name, value);
        _constants.Add("none", 0);
    }

    /// <summary>For messages: "a bit of CR0".</summary>
    public string What { get; }

    /// <summary>What to write instead of a name that is none of these: the nearest one, the key that it belongs to, or all there are when those are few.</summary>
    public string Hint(string name)
    {
        const int Few = 16;
        if (ControlScopes.Values.Contains(this) && VmxControls.All.FirstOrDefault(control => control.Name == name) is { } elsewhere)
            return $"; it belongs to `{VmcsFields.All.First(row => row.ControlWord == elsewhere.Word).Name}`";
        if (NearestName.Suggestion(name, Names) is { Length: > 0 } nearest)
            return nearest;
        string[] all = [.. Names.Order(StringComparer.Ordinal)];
        return all.Length <= Few ? $"; there are {string.Join(", ", all.Select(word => $"`{word}`"))}" : "";
    }

    /// <summary>Whether some control word has a bit of this name.</summary>
    public static bool IsControl(string name) => VmxControls.All.Any(control => control.Name == name);

    public IEnumerable<string> Names => _fields.Keys.Concat(_constants.Keys);

    /// <summary>The value of a flag or constant; null for what is not one.</summary>
    public long? Find(string name) =>
        _constants.TryGetValue(name, out long constant) ? constant
        : _fields.TryGetValue(name, out BitField? field) && field.IsFlag ? (long)field.Mask
        : null;

    /// <summary>A group of bits that takes a number, such as IOPL; null for what is not one.</summary>
    public BitField? FindNumber(string name) => _fields.TryGetValue(name, out BitField? field) && !field.IsFlag ? field : null;

    public static NameScope Cr0 { get; } = new("a bit of CR0", Architecture.Processor.Cr0.Fields);

    public static NameScope Cr4 { get; } = new("a bit of CR4", Architecture.Processor.Cr4.Fields);

    public static NameScope Rflags { get; } = new("a bit of RFLAGS", Architecture.Processor.Rflags.Fields);

    public static NameScope Efer { get; } = new("a bit of IA32_EFER", Architecture.Processor.Efer.Fields);

    public static NameScope AccessRights { get; } = new("a bit of access rights", Architecture.Segmentation.AccessRights.Fields);

    /// <summary>Vectors by mnemonic without the number sign, as bits of the exception bitmap.</summary>
    public static NameScope ExceptionBitmap { get; } = new("an exception", [],
        Exceptions.All.Select(row => new KeyValuePair<string, long>(row.Mnemonic.TrimStart('#'), 1L << (int)row.Vector)));

    /// <summary>Vectors by mnemonic, as numbers.</summary>
    public static NameScope Vectors { get; } = new("an exception", [],
        Exceptions.All.Select(row => new KeyValuePair<string, long>(row.Mnemonic.TrimStart('#'), (int)row.Vector)));

    public static NameScope Msrs { get; } = new("a model-specific register", [],
        Architecture.Processor.Msrs.All.Select(row => new KeyValuePair<string, long>(row.Name, (long)row.Msr)));

    /// <summary>The bits of one control word.</summary>
    public static NameScope Controls(ControlWord word) => ControlScopes[word];

    private static readonly Dictionary<ControlWord, NameScope> ControlScopes = Enum.GetValues<ControlWord>().ToDictionary(
        word => word,
        word => new NameScope("a control of this word", VmxControls.All.Where(control => control.Word == word)
            .Select(control => new BitField(control.Name, control.Bit, 1, control.Title))));
}
