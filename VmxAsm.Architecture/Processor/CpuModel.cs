using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using VmxAsm.Architecture.Vmx;

namespace VmxAsm.Architecture.Processor;

/// <summary>A processor that can be built for and emulated.</summary>
public sealed class CpuModel
{
    private readonly CpuidLeaf[] _leaves;
    private readonly bool[] _features = new bool[Enum.GetValues<CpuFeature>().Length];
    private readonly uint _highestBasicLeaf;
    private readonly uint _highestExtendedLeaf;

    internal CpuModel(string name, string description, string bochsModel, CpuidLeaf[] leaves, VmxCapabilities vmx)
    {
        Name = name;
        Description = description;
        BochsModel = bochsModel;
        Vmx = vmx;
        _leaves = leaves;
        _highestBasicLeaf = RowOf(0).Eax;
        _highestExtendedLeaf = RowOf(0x8000_0000).Eax;
        foreach (CpuFeatureRow row in CpuFeatures.Rows)
        {
            _features[(int)row.Feature] =
                TryGetRow(row.Leaf, row.Subleaf, out CpuidLeaf leaf) && (leaf[row.Register] >> row.Bit & 1) != 0;
        }

        // CPUID reports SYSCALL only in 64-bit mode; the rows are what it says at reset, and every Intel 64 processor has it.
        _features[(int)CpuFeature.Syscall] = Has(CpuFeature.LongMode);
    }

    /// <summary>What <c>--cpu</c> takes.</summary>
    public string Name { get; }

    public string Description { get; }

    /// <summary>The model of Bochs 2.7 that reports the same CPUID leaves and capability MSRs.</summary>
    public string BochsModel { get; }

    public IReadOnlyList<CpuidLeaf> Leaves => _leaves;

    /// <summary>The update that a BIOS would have loaded, the upper half of IA32_BIOS_SIGN_ID: kernels leave out what did not work before it, such as the TSC deadline.</summary>
    public uint MicrocodeRevision { get; internal init; }

    public VmxCapabilities Vmx { get; }

    /// <summary>The processor's name as leaves 0x80000002 to 0x80000004 spell it ("Processor Brand String").</summary>
    public string BrandString
    {
        get
        {
            Span<byte> letters = stackalloc byte[48];
            for (int i = 0; i < 12; i++)
            {
                CpuidLeaf leaf = RowOf(0x8000_0002 + (uint)(i / 4));
                BinaryPrimitives.WriteUInt32LittleEndian(letters[(4 * i)..], (i % 4) switch { 0 => leaf.Eax, 1 => leaf.Ebx, 2 => leaf.Ecx, _ => leaf.Edx });
            }
            return Encoding.ASCII.GetString(letters).TrimEnd('\0');
        }
    }

    /// <summary>Million ticks a second of the time-stamp counter: the frequency at the end of the brand string, which is how the manual has programs find it.</summary>
    public int TimeStampMegahertz
    {
        get
        {
            ReadOnlySpan<char> brand = BrandString;
            ReadOnlySpan<char> number = brand[(brand.LastIndexOf(' ') + 1)..^"GHz".Length];
            return (int)decimal.Round(decimal.Parse(number, CultureInfo.InvariantCulture) * 1000);
        }
    }

    /// <summary>Bits of a physical address (MAXPHYADDR).</summary>
    public int PhysicalAddressBits => (int)RowOf(0x8000_0008).Eax & 0xFF;

    /// <summary>Bits of a linear address.</summary>
    public int LinearAddressBits => (int)(RowOf(0x8000_0008).Eax >> 8) & 0xFF;

    /// <summary>Ones in the bits of a 64-bit value that no physical address of this processor has.</summary>
    public ulong ReservedAddressBits => ~((1UL << PhysicalAddressBits) - 1);

    /// <summary>
    /// The bits of IA32_PERF_GLOBAL_CTRL that enable a counter: one from bit 0 on for each general-purpose counter, one from bit 32 on for each fixed
    /// counter (SDM volume 3, "Architectural Performance Monitoring Version 2"). 0 on a processor without the register.
    /// </summary>
    public ulong PerformanceCounterBits
    {
        get
        {
            CpuidLeaf leaf = Cpuid(0x0A, 0);
            return (leaf.Eax & 0xFF) < 2 ? 0 : GeneralCounterBits | ((1UL << ((int)leaf.Edx & 0x1F)) - 1) << 32;
        }
    }

    /// <summary>Those of the general-purpose counters, which are 1 after power-up.</summary>
    internal ulong GeneralCounterBits => (1UL << ((int)Cpuid(0x0A, 0).Eax >> 8 & 0xFF)) - 1;

    public bool Has(CpuFeature feature) => _features[(int)feature];

    /// <summary>
    /// What CPUID returns. A leaf above the highest basic one (and below or above the extended range) answers as the highest basic
    /// leaf does; a subleaf that is not listed answers with zeros, except for leaves that do not look at ECX.
    /// </summary>
    public CpuidLeaf Cpuid(uint leaf, uint subleaf)
    {
        bool extended = leaf >= 0x8000_0000;
        if (extended ? leaf > _highestExtendedLeaf : leaf > _highestBasicLeaf)
            leaf = _highestBasicLeaf;
        if (TryGetRow(leaf, subleaf, out CpuidLeaf found))
            return found;
        if (!UsesSubleaf(leaf) && TryGetRow(leaf, 0, out found))
            return found;

        // Leaf 0x0B beyond its last level echoes the level asked for in CL.
        return new(leaf, subleaf, 0, 0, leaf == 0x0B ? subleaf & 0xFF : 0, 0);
    }

    /// <summary>The model of that name, or null.</summary>
    public static CpuModel? Find(string name) => CpuModels.All.FirstOrDefault(model => model.Name == name);

    public override string ToString() => Name;

    private CpuidLeaf RowOf(uint leaf) => TryGetRow(leaf, 0, out CpuidLeaf row) ? row : throw new InvalidOperationException($"{Name} has no leaf 0x{leaf:x}");

    /// <summary>The rows are few, and models are made at every start: a table by number would cost more than it saves.</summary>
    private bool TryGetRow(uint leaf, uint subleaf, out CpuidLeaf row)
    {
        foreach (ref readonly CpuidLeaf each in _leaves.AsSpan())
        {
            if (each.Leaf != leaf || each.Subleaf != subleaf)
                continue;
            row = each;
            return true;
        }
        row = default;
        return false;
    }

    private static bool UsesSubleaf(uint leaf) => leaf is 4 or 7 or 0x0B or 0x0D or 0x14;
}
