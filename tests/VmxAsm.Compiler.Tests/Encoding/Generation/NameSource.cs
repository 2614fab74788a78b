using Iced.Intel;
using VmxAsm.Compiler.Encoding.Forms;
using static VmxAsm.Compiler.Encoding.Forms.FormOperand;

namespace VmxAsm.Compiler.Tests.Encoding.Generation;

/// <summary>In which syntax a name is known.</summary>
[Flags]
internal enum NameSyntax
{
    Att = 1,
    Intel = 2,
    Both = 3,
}

/// <summary>
/// Under which names a form is reached. The Intel manual's mnemonic is one; AT&amp;T's base name, which is not always the same, is
/// another; with a suffix that says the size there are more; and then come the synonyms.
/// </summary>
internal static class NameSource
{
#pragma warning disable format
    /// <summary>Base names where Iced's mnemonic is not the one that a suffix is appended to.</summary>
    private static readonly Dictionary<string, string> BaseNames = new(StringComparer.Ordinal)
    {
        ["Iretd"] = "iret", ["Iretq"] = "iret", ["Pushfd"] = "pushf", ["Pushfq"] = "pushf", ["Popfd"] = "popf", ["Popfq"] = "popf",
        ["Pushad"] = "pusha", ["Popad"] = "popa", ["Sysretq"] = "sysret", ["Sysexitq"] = "sysexit", ["Retf"] = "lret",
        ["Insb"] = "ins", ["Insw"] = "ins", ["Insd"] = "ins", ["Outsb"] = "outs", ["Outsw"] = "outs", ["Outsd"] = "outs",
        ["Movsb"] = "movs", ["Movsw"] = "movs", ["Movsq"] = "movs", ["Cmpsb"] = "cmps", ["Cmpsw"] = "cmps", ["Cmpsq"] = "cmps",
        ["Stosb"] = "stos", ["Stosw"] = "stos", ["Stosd"] = "stos", ["Stosq"] = "stos",
        ["Lodsb"] = "lods", ["Lodsw"] = "lods", ["Lodsd"] = "lods", ["Lodsq"] = "lods",
        ["Scasb"] = "scas", ["Scasw"] = "scas", ["Scasd"] = "scas", ["Scasq"] = "scas", ["Xlatb"] = "xlat", ["Wait"] = "fwait",
        ["Bb0_reset"] = "bb0_reset",
    };

    /// <summary>Further names of one mnemonic or one code, and the syntax that knows them.</summary>
    private static readonly (string Of, string Name, NameSyntax Syntax)[] Synonyms =
    [
        ("Iretd", "iretd", NameSyntax.Intel), ("Pushfd", "pushfd", NameSyntax.Intel), ("Popfd", "popfd", NameSyntax.Intel),
        ("Pushad", "pushad", NameSyntax.Intel), ("Popad", "popad", NameSyntax.Intel), ("Retf", "retf", NameSyntax.Both),
        ("Insd", "insd", NameSyntax.Intel), ("Outsd", "outsd", NameSyntax.Intel), ("Stosd", "stosd", NameSyntax.Intel),
        ("Lodsd", "lodsd", NameSyntax.Intel), ("Scasd", "scasd", NameSyntax.Intel), ("Xlatb", "xlatb", NameSyntax.Both),
        ("Movsd_m32_m32", "movsd", NameSyntax.Both), ("Cmpsd_m32_m32", "cmpsd", NameSyntax.Both),
        ("Cbw", "cbtw", NameSyntax.Both), ("Cwde", "cwtl", NameSyntax.Both), ("Cdqe", "cltq", NameSyntax.Both),
        ("Cwd", "cwtd", NameSyntax.Both), ("Cdq", "cltd", NameSyntax.Both), ("Cqo", "cqto", NameSyntax.Both),
        ("Wait", "wait", NameSyntax.Both), ("Ud2", "ud2a", NameSyntax.Both), ("Ud1", "ud2b", NameSyntax.Both),
        ("Salc", "setalc", NameSyntax.Both), ("Xstore", "xstorerng", NameSyntax.Both),
        ("Xstore", "xstore-rng", NameSyntax.Both), ("Xcryptecb", "xcrypt-ecb", NameSyntax.Both), ("Xcryptcbc", "xcrypt-cbc", NameSyntax.Both),
        ("Xcryptctr", "xcrypt-ctr", NameSyntax.Both), ("Xcryptcfb", "xcrypt-cfb", NameSyntax.Both), ("Xcryptofb", "xcrypt-ofb", NameSyntax.Both),
        ("Fcomip", "fcompi", NameSyntax.Both), ("Fucomip", "fucompi", NameSyntax.Both),
        ("Xsha1", "xsha1", NameSyntax.Both), ("Cmpxchg8b", "cmpxchg8bq", NameSyntax.Both),
 ("Fxsave64", "fxsaveq", NameSyntax.Both), ("Fxrstor64", "fxrstorq", NameSyntax.Both),
        ("Shl", "sal", NameSyntax.Both), ("Movq_xmm_rm64", "movd", NameSyntax.Both), ("Movq_rm64_xmm", "movd", NameSyntax.Both),
        ("Movq_mm_rm64", "movd", NameSyntax.Both), ("Movq_rm64_mm", "movd", NameSyntax.Both),
        ("VEX_Vmovq_xmm_rm64", "vmovd", NameSyntax.Both), ("VEX_Vmovq_rm64_xmm", "vmovd", NameSyntax.Both),
        ("EVEX_Vmovq_xmm_rm64", "vmovd", NameSyntax.Both), ("EVEX_Vmovq_rm64_xmm", "vmovd", NameSyntax.Both),
        ("Movsxd_r64_rm32", "movsx", NameSyntax.Both), ("Movsxd_r32_rm32", "movsx", NameSyntax.Att),
    ];

    /// <summary>The synonyms of the condition codes, by the name that Iced uses.</summary>
    private static readonly (string Of, string[] Names)[] Conditions =
    [
        ("o", []), ("no", []), ("b", ["c", "nae"]), ("ae", ["nb", "nc"]), ("e", ["z"]), ("ne", ["nz"]), ("be", ["na"]), ("a", ["nbe"]),
        ("s", []), ("ns", []), ("p", ["pe"]), ("np", ["po"]), ("l", ["nge"]), ("ge", ["nl"]), ("le", ["ng"]), ("g", ["nle"]),
    ];

    /// <summary>AT&amp;T's subtractions and divisions into st(i): the two directions have exchanged their names (a bug of old, kept by all).</summary>
    private static readonly Dictionary<string, string> AttExchanged = new(StringComparer.Ordinal)
    {
        ["Fsub_sti_st0"] = "fsubr", ["Fsubr_sti_st0"] = "fsub", ["Fdiv_sti_st0"] = "fdivr", ["Fdivr_sti_st0"] = "fdiv",
        ["Fsubp_sti_st0"] = "fsubrp", ["Fsubrp_sti_st0"] = "fsubp", ["Fdivp_sti_st0"] = "fdivrp", ["Fdivrp_sti_st0"] = "fdivp",
    };

#pragma warning restore format

    public static IEnumerable<(string Name, NameSyntax Syntax)> Of(FormRow row) =>
        All(row).Select(name => (name.Name, name.Syntax & row.Syntax)).Where(name => name.Item2 != 0);

    private static IEnumerable<(string Name, NameSyntax Syntax)> All(FormRow row)
    {
        string code = row.Code.ToString();
        string mnemonic = row.Info.Mnemonic.ToString();
        if (AttExchanged.TryGetValue(code, out string? exchanged))
        {
            yield return (exchanged, NameSyntax.Att);
            yield return (mnemonic.ToLowerInvariant(), NameSyntax.Intel);
            if (row.Operands.Length == 0)
            {
                yield return (exchanged[..^1], NameSyntax.Att);
                yield return (mnemonic.ToLowerInvariant()[..^1], NameSyntax.Intel);
            }
            yield break;
        }
        if (code is "Faddp_sti_st0" or "Fmulp_sti_st0" && row.Operands.Length == 0)
            yield return (mnemonic.ToLowerInvariant()[..^1], NameSyntax.Both);
        if (code.EndsWith("_m14byte", StringComparison.Ordinal) || code.EndsWith("_m94byte", StringComparison.Ordinal))
        {
            yield return (mnemonic.ToLowerInvariant() + "s", NameSyntax.Att);
            yield break;
        }
        if (row.Suffix == SuffixSize.X87Long && (code.EndsWith("_m28byte", StringComparison.Ordinal) || code.EndsWith("_m108byte", StringComparison.Ordinal)))
        {
            yield return (mnemonic.ToLowerInvariant() + "l", NameSyntax.Att);
            yield break;
        }
        if (row.Takes(Imm8Const3))
        {
            yield return ("int", NameSyntax.Both);
            yield break;
        }
        if (code.Contains("pcmpestr", StringComparison.OrdinalIgnoreCase) && row.Suffix != SuffixSize.None)
        {
            yield return (mnemonic.ToLowerInvariant().Replace("64", "", StringComparison.Ordinal) + (row.Suffix == SuffixSize.Quad ? "q" : "l"), NameSyntax.Both);
            yield break;
        }
        if (row.Operands is [StiOpcode] && mnemonic is "Fld" or "Fst" or "Fstp" or "Fcom" or "Fcomp")
            yield return (mnemonic.ToLowerInvariant() + "l", NameSyntax.Att);
        if (mnemonic is "Movzx" or "Movsx" or "Movsxd")
        {
            foreach (string name in Extensions(row, mnemonic))
                yield return (name, NameSyntax.Both);
        }
        if (code is "Movsd_m32_m32" or "Cmpsd_m32_m32")
            mnemonic = mnemonic[..^1];
        string baseName = BaseNames.GetValueOrDefault(mnemonic) ?? mnemonic.ToLowerInvariant();
        bool far = code.StartsWith("Call_ptr", StringComparison.Ordinal) || code.StartsWith("Jmp_ptr", StringComparison.Ordinal)
            || code.StartsWith("Call_m16", StringComparison.Ordinal) || code.StartsWith("Jmp_m16", StringComparison.Ordinal);
        if (far)
        {
            foreach ((string Name, NameSyntax Syntax) name in WithSuffix("l" + baseName, row))
                yield return name;
            bool direct = code.Contains("ptr", StringComparison.Ordinal);
            yield return (baseName, direct ? NameSyntax.Both : NameSyntax.Intel);
            if (direct)
            {
                foreach ((string name, NameSyntax known) in WithSuffix(baseName, row))
                    yield return (name, known & NameSyntax.Att);
            }
            yield break;
        }
        if (mnemonic == "Xor" && row.Takes(R8RegAndRm, R16RegAndRm, R32RegAndRm, R64RegAndRm))
        {
            foreach ((string Name, NameSyntax Syntax) name in WithSuffix("clr", row))
                yield return name;
            yield break;
        }
        bool absolute = row.Flags.HasFlag(FormFlags.AlwaysOffset);
        if (absolute || row.Takes(Imm64))
        {
            foreach ((string Name, NameSyntax Syntax) name in WithSuffix("movabs", row))
                yield return name;
        }
        if (absolute)
            yield break;
        foreach ((string Name, NameSyntax Syntax) name in WithSuffix(baseName, row))
            yield return name;
        foreach ((string of, string synonym, NameSyntax syntax) in Synonyms)
        {
            if (of != code && of != row.Info.Mnemonic.ToString() && !(of == "Cbw" && code == "Cbw"))
                continue;
            if (code is "Movsd_m32_m32" or "Cmpsd_m32_m32" && row.Operands.Length != 0 && syntax == NameSyntax.Both)
            {
                yield return (synonym, NameSyntax.Intel);
                continue;
            }
            bool suffixed = synonym is "retf" or "sal" or "ud2b";
            foreach ((string name, NameSyntax known) in suffixed ? WithSuffix(synonym, row) : [(synonym, NameSyntax.Both)])
                yield return (name, syntax & known);
        }
        foreach ((string stem, string tail) in new[] { ("j", ""), ("set", ""), ("cmov", ""), ("loop", ""), ("cmp", "xadd") })
        {
            foreach ((string of, string[] names) in Conditions)
            {
                if (baseName != stem + of + tail && !names.Contains(Between(baseName, stem, tail)))
                    continue;
                foreach (string synonym in names.Append(of).Select(name => stem + name + tail).Where(name => name != baseName))
                {
                    foreach ((string Name, NameSyntax Syntax) name in WithSuffix(synonym, row))
                        yield return name;
                }
            }
        }
        if (baseName.StartsWith("fcmov", StringComparison.Ordinal))
        {
            foreach ((string of, string synonym) in new[] { ("fcmovb", "fcmovnae"), ("fcmovnb", "fcmovae"), ("fcmovbe", "fcmovna"), ("fcmovnbe", "fcmova") })
            {
                if (baseName == of)
                    yield return (synonym, NameSyntax.Both);
            }
        }
    }

    private static string Between(string name, string stem, string tail) =>
        name.Length > stem.Length + tail.Length && name.StartsWith(stem, StringComparison.Ordinal) && name.EndsWith(tail, StringComparison.Ordinal)
            ? name[stem.Length..^tail.Length]
            : "";

    private static IEnumerable<(string Name, NameSyntax Syntax)> WithSuffix(string name, FormRow row)
    {
        yield return (name, NameSyntax.Both);
        if (SuffixRules.Refuses(row))
            yield break;
        string[] suffixes = row.Suffix switch
        {
            SuffixSize.Byte => ["b"],
            SuffixSize.Word => ["w"],
            SuffixSize.Long => ["l"],
            SuffixSize.Quad => ["q"],
            SuffixSize.Short => ["s"],
            SuffixSize.X87Long => ["l"],
            SuffixSize.X87Quad => ["ll", "q"],
            SuffixSize.Ten => ["t"],
            SuffixSize.Xmm => ["x"],
            SuffixSize.Ymm => ["y"],
            SuffixSize.Zmm => ["z"],
            _ => [],
        };
        bool x87 = name[0] == 'f';
        foreach (string suffix in suffixes)
            yield return (name + suffix, row.Suffix is SuffixSize.Byte or SuffixSize.Quad || row.Suffix == SuffixSize.Word && !x87 ? NameSyntax.Both : NameSyntax.Att);

        // Intel syntax knows suffixes too, with its own word for four bytes.
        string intel = row.Suffix switch
        {
            SuffixSize.Long => "d",
            SuffixSize.Short => row.Info.MemorySize == MemorySize.Int16 ? "w" : "d",
            SuffixSize.X87Long => row.Info.MemorySize == MemorySize.Int32 ? "d" : "",
            SuffixSize.X87Quad => "q",
            _ => "",
        };
        if (intel != "" && row.MemorySize is 0 or 2 or 4 or 8 && !(row.Suffix == SuffixSize.Long && row.MemorySize == 2) && name + intel is not ("shld" or "shrd"))
            yield return (name + intel, NameSyntax.Intel);
    }

    /// <summary>movz and movs: AT&amp;T names both sizes, or leaves the second to the register.</summary>
    private static IEnumerable<string> Extensions(FormRow row, string mnemonic)
    {
        string from = row.Takes(R8OrMem) ? "b" : row.Takes(R16OrMem) && !row.Takes(R16Reg) ? "w" : row.Takes(R32OrMem) ? "l" : "";
        string to = row.Takes(R16Reg) ? "w" : row.Takes(R32Reg) ? "l" : "q";
        if (from == "" || from == to || from == "l" && to == "w")
            yield break;
        string stem = mnemonic == "Movzx" ? "movz" : "movs";
        yield return stem + from + to;
        yield return stem + from;
        yield return stem + "x" + from;
    }
}
