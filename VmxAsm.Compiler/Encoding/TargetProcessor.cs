namespace VmxAsm.Compiler.Encoding;

/// <summary>
/// A processor that <c>.arch</c>, <c>-march=</c> and <c>-mtune=</c> name. GNU as refuses what a chosen processor does not have; here a choice refuses
/// nothing, but it decides, as it does there, how padding is written and how a conditional jump that is too short for its target is lengthened.
/// </summary>
/// <param name="HasLongNop">It has the no-operation with a ModRM byte (0F 1F): the Pentium Pro and its successors, AMD's since the Athlon.</param>
/// <param name="PrefersLongNop">Code tuned for it is padded with that.</param>
/// <param name="Is386">It has conditional jumps with a full displacement.</param>
internal sealed record TargetProcessor(string Name, bool HasLongNop, bool PrefersLongNop, bool Is386 = true)
{
    private static readonly Dictionary<string, TargetProcessor> Rows = Make();

    /// <summary>Extensions, which <c>.arch</c> names behind a dot and <c>-march=</c> behind a plus, each with or without a <c>no</c> before it.</summary>
    private static readonly HashSet<string> Extensions =
    [
        .. ("8087 287 387 687 cmov fxsr mmx sse sse2 sse3 sse4a ssse3 sse4.1 sse4.2 sse4 avx avx2 avx512f avx512cd avx512er avx512pf avx512dq avx512bw avx512vl "
            + "vmx vmfunc smx xsave xsaveopt xsavec xsaves aes pclmul fsgsbase rdrnd f16c bmi2 fma fma4 xop lwp movbe cx16 ept lzcnt popcnt hle rtm tsx invpcid "
            + "clflush nop syscall rdtscp 3dnow 3dnowa padlock svme pacifica abm bmi tbm adx rdseed prfchw smap mpx sha clflushopt prefetchwt1 se1 clwb "
            + "avx512ifma avx512vbmi avx512_4fmaps avx512_4vnniw avx512_vpopcntdq avx512_vbmi2 avx512_vnni avx512_bitalg avx_vnni clzero mwaitx ospke rdpid "
            + "ptwrite ibt shstk gfni vaes vpclmulqdq wbnoinvd pconfig waitpkg cldemote amx_int8 amx_bf16 amx_fp16 amx_tile movdiri movdir64b avx512_bf16 "
            + "avx512_vp2intersect tdx enqcmd serialize rdpru mcommit sev_es tsxldtrk kl widekl uintr hreset avx512_fp16 prefetchi avx_ifma avx_vnni_int8 "
            + "cmpccxadd wrmsrns msrlist avx_ne_convert rao_int rmpquery").Split(' '),
    ];

    /// <summary>The names of processors, for the nearest one.</summary>
    public static IEnumerable<string> Names => Rows.Keys;

    public static TargetProcessor? Find(string name) => Rows.GetValueOrDefault(name);

    /// <summary>Whether an extension has this name, without its dot or plus.</summary>
    public static bool IsExtension(string name) =>
        Extensions.Contains(name) || name == "no87" || name.StartsWith("no", StringComparison.Ordinal) && Extensions.Contains(name[2..]);

    public static IEnumerable<string> ExtensionNames => Extensions;

    private static Dictionary<string, TargetProcessor> Make()
    {
        Dictionary<string, TargetProcessor> rows = new(StringComparer.Ordinal);
        Add("i8086 i186 i286", hasLongNop: false, prefersLongNop: false, is386: false);
        Add("generic32 i386 i486 i586 i686 pentium iamcu", hasLongNop: false, prefersLongNop: false);
        Add("pentiumpro pentiumii pentiumiii", hasLongNop: true, prefersLongNop: false);
        Add("k6 k6_2", hasLongNop: false, prefersLongNop: true);
        Add("generic64 pentium4 prescott nocona core core2 corei7 athlon opteron k8 amdfam10 bdver1 bdver2 bdver3 bdver4 znver1 znver2 znver3 znver4 btver1 btver2",
            hasLongNop: true, prefersLongNop: true);
        return rows;

        void Add(string names, bool hasLongNop, bool prefersLongNop, bool is386 = true)
        {
            foreach (string name in names.Split(' '))
                rows.Add(name, new TargetProcessor(name, hasLongNop, prefersLongNop, is386));
        }
    }
}

/// <summary>What <c>-march=</c> and <c>-mtune=</c> may name.</summary>
public static class ProcessorNames
{
    public static IEnumerable<string> All => TargetProcessor.Names;

    /// <summary>The part of an option's value that names nothing; null when all of it is known.</summary>
    public static string? Wrong(string value, bool mayExtend)
    {
        string[] parts = mayExtend ? value.Split('+') : [value];
        if (TargetProcessor.Find(parts[0]) is null && !(mayExtend && (parts[0].Length == 0 && parts.Length > 1 || TargetProcessor.IsExtension(parts[0]))))
            return parts[0];
        return Array.Find(parts[1..], part => !TargetProcessor.IsExtension(part));
    }
}

/// <summary>What <c>.arch</c>, <c>-march=</c> and <c>-mtune=</c> have said up to here.</summary>
internal struct ProcessorChoice
{
    /// <summary>A processor has been named, so that padding keeps to what it has.</summary>
    public bool IsChosen;

    /// <summary>Padding may use the no-operation with a ModRM byte.</summary>
    public bool HasLongNop;

    /// <summary>The processor to tune for; null when none has been named.</summary>
    public TargetProcessor? Tuned;

    /// <summary><c>-mtune=</c> was given: a processor that is named later does not change it.</summary>
    public bool IsTuneFixed;

    /// <summary>Conditional jumps have only a displacement of one byte.</summary>
    public bool IsBefore386;

    /// <summary>AVX-512 is not to be used, nor which of its parts: VEX forms are taken where both exist.</summary>
    public Avx512Parts Without;

    /// <summary>As the options say, before the first line.</summary>
    public static ProcessorChoice From(CompilationOptions options)
    {
        ProcessorChoice choice = default;
        choice.Reset(options.Is64BitObject);
        if (options.Tune is { } tune)
        {
            choice.Tuned = TargetProcessor.Find(tune);
            choice.IsTuneFixed = true;
        }

        if (options.Processor is not { } processor)
            return choice;
        string[] parts = processor.Split('+');
        if (TargetProcessor.Find(parts[0]) is { } named)
            choice.Choose(named);
        foreach (string extension in parts[1..])
            choice.Extend(extension);
        return choice;
    }

    /// <summary><c>.arch default</c>.</summary>
    public void Reset(bool is64)
    {
        IsChosen = false;
        HasLongNop = is64;
        IsBefore386 = false;
        Without = Avx512Parts.None;
        if (!IsTuneFixed)
            Tuned = null;
    }

    public void Choose(TargetProcessor processor)
    {
        IsChosen = true;
        HasLongNop = processor.HasLongNop;
        IsBefore386 = !processor.Is386;
        Without = Avx512Parts.None;
        if (!IsTuneFixed)
            Tuned = processor;
    }

    public void Extend(string extension)
    {
        bool isOff = extension.StartsWith("no", StringComparison.Ordinal) && extension != "nop";
        string name = isOff ? extension[2..] : extension;
        if (name == "nop")
            HasLongNop = !isOff;
        Avx512Parts part = name switch
        {
            "avx512f" => Avx512Parts.All,
            "avx512vl" => Avx512Parts.VectorLengths,
            "avx512ifma" => Avx512Parts.Ifma,
            "avx512_vnni" => Avx512Parts.Vnni,
            _ => Avx512Parts.None,
        };
        Without = isOff ? Without | part : Without & ~part;
    }

    public readonly NopChoice Nops => new(IsChosen, HasLongNop);
}

/// <summary>What was known of the processor where padding was asked for.</summary>
internal readonly record struct NopChoice(bool IsProcessorChosen, bool HasLongNop)
{
    /// <summary>Whether the padding is made of long no-operations. GNU as asks at the end of the source which processor the code is tuned for.</summary>
    public bool IsLong(TargetProcessor? tuned) => IsProcessorChosen || tuned is null ? HasLongNop : tuned.PrefersLongNop;
}

/// <summary>Parts of AVX-512 of which instructions exist both with VEX and with EVEX, under the same name.</summary>
[Flags]
internal enum Avx512Parts : byte
{
    None,
    VectorLengths = 1,
    Ifma = 2,
    Vnni = 4,
    All = 7,
}
