using VmxAsm.Architecture.Vmx;
using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Directives.Structures.Vmcs;

/// <summary>A VMCS of the program, and what its loading code has to write.</summary>
internal sealed class VmcsStructure(string name, SourceSpan span) : Structure("vmcs", name, span)
{
    private List<VmcsSetting>? _settings;

    /// <summary>The keys that the block mentions, those too whose values were refused.</summary>
    public HashSet<string> Attempts { get; } = [];

    /// <summary>Settings in the order of the lines; composites are taken apart when all blocks of the source have been read.</summary>
    public List<Func<IEnumerable<VmcsSetting>>> Pending { get; } = [];

    /// <summary>Modes, 32 and 64, that <c>vmcs_load</c> was used in.</summary>
    public SortedSet<int> LoadModes { get; } = [];

    /// <summary>Modes that <c>vmcs_store</c> was used in.</summary>
    public SortedSet<int> StoreModes { get; } = [];

    /// <summary>One setting per field: in the order of the block's lines, then the defaults.</summary>
    public IReadOnlyList<VmcsSetting> Settings(StructureContext context) => _settings ??= Resolve(context);

    private List<VmcsSetting> Resolve(StructureContext context)
    {
        Dictionary<VmcsField, int> positions = [];
        List<VmcsSetting> settings = [];
        foreach (VmcsSetting setting in Pending.SelectMany(pending => pending()))
            Merge(context, settings, positions, setting);
        foreach (VmcsSetting setting in VmcsDefaults.Fill(context, this, positions.ToDictionary(pair => pair.Key, pair => settings[pair.Value])))
            Merge(context, settings, positions, setting);
        foreach (VmcsSetting setting in settings.Where(setting => setting.Precedence != Precedence.Default))
            Entries.Add(new StructureEntry(VmcsFields.Row(setting.Field).Name, (ulong)setting.Field, setting.Line));
        return settings;
    }

    private static void Merge(StructureContext context, List<VmcsSetting> settings, Dictionary<VmcsField, int> positions, VmcsSetting setting)
    {
        if (!positions.TryGetValue(setting.Field, out int position))
        {
            positions[setting.Field] = settings.Count;
            settings.Add(setting);
            return;
        }

        VmcsSetting other = settings[position];
        if (setting.Precedence > other.Precedence)
        {
            settings[position] = setting;
        }
        else if (setting.Precedence == other.Precedence && setting.Precedence != Precedence.Default)
        {
            context.Report(StructureRules.DuplicateKey, setting.Span, $"`{VmcsFields.Row(setting.Field).Name}` has a value already",
                new DiagnosticLabel(other.Line, "given here"));
        }
    }
}
