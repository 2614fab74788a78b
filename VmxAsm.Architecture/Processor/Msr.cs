
namespace VmxAsm.Architecture.Processor;

/// <summary>Model-specific registers by number; names as in SDM volume 4, "Model-Specific Registers (MSRs)".</summary>
public enum Msr : uint
{
    Ia32P5McAddr = 0x00,
    Ia32P5McType = 0x01,
    Ia32TimeStampCounter = 0x10,
    Ia32PlatformId = 0x17,
    Ia32ApicBase = 0x1B,
    Ia32FeatureControl = 0x3A,
    Ia32TscAdjust = 0x3B,
    Ia32BiosSignId = 0x8B,
    Ia32Pmc0 = 0xC1,
    Ia32Pmc3 = 0xC4,
    PkgCstConfigControl = 0xE2,
    Ia32Mperf = 0xE7,
    Ia32Aperf = 0xE8,
    Ia32Mtrrcap = 0xFE,
    Ia32SysenterCs = 0x174,
    Ia32SysenterEsp = 0x175,
    Ia32SysenterEip = 0x176,
    Ia32McgCap = 0x179,
    Ia32McgStatus = 0x17A,
    Ia32PerfEvtSel0 = 0x186,
    Ia32PerfEvtSel3 = 0x189,
    Ia32PerfStatus = 0x198,
    Ia32PerfCtl = 0x199,
    Ia32ClockModulation = 0x19A,
    Ia32ThermInterrupt = 0x19B,
    Ia32ThermStatus = 0x19C,
    Ia32MiscEnable = 0x1A0,
    TemperatureTarget = 0x1A2,
    Ia32EnergyPerfBias = 0x1B0,
    Ia32PackageThermStatus = 0x1B1,
    Ia32PackageThermInterrupt = 0x1B2,
    Ia32Debugctl = 0x1D9,
    PowerCtl = 0x1FC,
    Ia32MtrrPhysBase0 = 0x200,
    Ia32MtrrPhysMask7 = 0x20F,
    Ia32MtrrFix64K00000 = 0x250,
    Ia32MtrrFix16K80000 = 0x258,
    Ia32MtrrFix16KA0000 = 0x259,
    Ia32MtrrFix4KC0000 = 0x268,
    Ia32MtrrFix4KF8000 = 0x26F,
    Ia32Pat = 0x277,
    Ia32MtrrDefType = 0x2FF,
    Ia32FixedCtr0 = 0x309,
    Ia32FixedCtr2 = 0x30B,
    Ia32PerfCapabilities = 0x345,
    Ia32FixedCtrCtrl = 0x38D,
    Ia32PerfGlobalStatus = 0x38E,
    Ia32PerfGlobalCtrl = 0x38F,
    Ia32PerfGlobalOvfCtrl = 0x390,
    Ia32VmxBasic = 0x480,
    Ia32VmxPinbasedCtls = 0x481,
    Ia32VmxProcbasedCtls = 0x482,
    Ia32VmxExitCtls = 0x483,
    Ia32VmxEntryCtls = 0x484,
    Ia32VmxMisc = 0x485,
    Ia32VmxCr0Fixed0 = 0x486,
    Ia32VmxCr0Fixed1 = 0x487,
    Ia32VmxCr4Fixed0 = 0x488,
    Ia32VmxCr4Fixed1 = 0x489,
    Ia32VmxVmcsEnum = 0x48A,
    Ia32VmxProcbasedCtls2 = 0x48B,
    Ia32VmxEptVpidCap = 0x48C,
    Ia32VmxTruePinbasedCtls = 0x48D,
    Ia32VmxTrueProcbasedCtls = 0x48E,
    Ia32VmxTrueExitCtls = 0x48F,
    Ia32VmxTrueEntryCtls = 0x490,
    Ia32VmxVmfunc = 0x491,
    Ia32TscDeadline = 0x6E0,
    Ia32X2ApicFirst = 0x800,
    Ia32X2ApicLast = 0x8FF,
    Ia32Xss = 0xDA0,
    Ia32Efer = 0xC000_0080,
    Ia32Star = 0xC000_0081,
    Ia32Lstar = 0xC000_0082,
    Ia32Cstar = 0xC000_0083,
    Ia32Fmask = 0xC000_0084,
    Ia32FsBase = 0xC000_0100,
    Ia32GsBase = 0xC000_0101,
    Ia32KernelGsBase = 0xC000_0102,
    Ia32TscAux = 0xC000_0103,
}

/// <summary>What besides the writable bits decides whether WRMSR accepts a value; anything else is #GP(0).</summary>
public enum MsrWriteRule
{
    Masked,
    ReadOnly,

    /// <summary>A canonical linear address.</summary>
    Canonical,

    /// <summary>Eight memory types, one per byte, each 0, 1, 4, 5, 6 or 7.</summary>
    PatTypes,

    /// <summary>Eight memory types, one per byte, each 0, 1, 4, 5 or 6.</summary>
    MtrrTypes,

    /// <summary>An address in the physical-address width; the bits above it are reserved.</summary>
    PhysicalAddress,

    /// <summary>The lowest byte is a memory type as in the MTRRs; bits above the physical-address width are reserved.</summary>
    MtrrType,

    /// <summary>One bit for each performance counter that CPUID reports.</summary>
    PerformanceCounters,
}

/// <param name="Name">As the manual writes it.</param>
/// <param name="Reset">Value after power-up; for the VMX capability MSRs see <see cref="Msrs.ResetValue"/>.</param>
/// <param name="Writable">Bits that software may set to 1; another bit set is #GP(0).</param>
/// <param name="Requires">The feature that brings it, or null for all our models.</param>
public sealed record MsrRow(Msr Msr, string Name, ulong Reset, ulong Writable, MsrWriteRule Rule, CpuFeature? Requires = null)
{
    public uint Number => (uint)Msr;

    public bool IsReadOnly => Rule == MsrWriteRule.ReadOnly;

    public bool ExistsOn(CpuModel model) => Requires is not { } feature || model.Has(feature);

    /// <summary>Whether WRMSR takes the value, as far as that depends on the value alone.</summary>
    public bool Accepts(ulong value, CpuModel model) => (value & ~Writable) == 0 && Rule switch
    {
        MsrWriteRule.ReadOnly => false,
        MsrWriteRule.Canonical => LinearAddress.IsCanonical(value, model.LinearAddressBits),
        MsrWriteRule.PatTypes => MemoryTypes.AreValid(value, allowUncacheableMinus: true),
        MsrWriteRule.MtrrTypes => MemoryTypes.AreValid(value, allowUncacheableMinus: false),
        MsrWriteRule.PhysicalAddress => (value & model.ReservedAddressBits) == 0,
        MsrWriteRule.MtrrType => (value & model.ReservedAddressBits) == 0 && MemoryTypes.AreValid(value & 0xFF, allowUncacheableMinus: false),
        MsrWriteRule.PerformanceCounters => (value & ~model.PerformanceCounterBits) == 0,
        _ => true,
    };
}

/// <summary>
/// The MSRs of our processors. Those whose value or acceptance follows from other state (time stamp, APIC base, the lock of
/// IA32_FEATURE_CONTROL, EFER.LMA) have their rows here and their behaviour in the emulator.
/// </summary>
public static class Msrs
{
    private const ulong All64 = ulong.MaxValue;
    private const ulong Low32 = uint.MaxValue;

#pragma warning disable format
    public static IReadOnlyList<MsrRow> All { get; } =
    [
        new(Msr.Ia32P5McAddr,          "IA32_P5_MC_ADDR",            0,           0, MsrWriteRule.ReadOnly, CpuFeature.MachineCheck),
        new(Msr.Ia32P5McType,          "IA32_P5_MC_TYPE",            0,           0, MsrWriteRule.ReadOnly, CpuFeature.MachineCheck),
        new(Msr.Ia32TimeStampCounter,  "IA32_TIME_STAMP_COUNTER",    0,           All64, MsrWriteRule.Masked),
        new(Msr.Ia32PlatformId,        "IA32_PLATFORM_ID",           0,           0, MsrWriteRule.ReadOnly),
        new(Msr.Ia32ApicBase,          "IA32_APIC_BASE",             0xFEE0_0900, ~0x2FFUL, MsrWriteRule.PhysicalAddress, CpuFeature.Apic),
        new(Msr.Ia32FeatureControl,    "IA32_FEATURE_CONTROL",       0,           0xFF07, MsrWriteRule.Masked, CpuFeature.Vmx),
        new(Msr.Ia32TscAdjust,         "IA32_TSC_ADJUST",            0,           All64, MsrWriteRule.Masked, CpuFeature.TscAdjust),
        new(Msr.Ia32BiosSignId,        "IA32_BIOS_SIGN_ID",          0,           All64, MsrWriteRule.Masked),
        // Idle states beyond HLT, of processors since Nehalem, have their settings. MWAIT waits like HLT whatever they are.
        new(Msr.PkgCstConfigControl,   "MSR_PKG_CST_CONFIG_CONTROL", 0,           Low32, MsrWriteRule.Masked, CpuFeature.Sse42),
        new(Msr.PowerCtl,              "MSR_POWER_CTL",              0,           Low32, MsrWriteRule.Masked, CpuFeature.Sse42),
        new(Msr.Ia32Mperf,             "IA32_MPERF",                 0,           All64, MsrWriteRule.Masked),
        new(Msr.Ia32Aperf,             "IA32_APERF",                 0,           All64, MsrWriteRule.Masked),
        new(Msr.Ia32Mtrrcap,           "IA32_MTRRCAP",               0x508,       0, MsrWriteRule.ReadOnly, CpuFeature.Mtrr),
        new(Msr.Ia32SysenterCs,        "IA32_SYSENTER_CS",           0,           Low32, MsrWriteRule.Masked, CpuFeature.Sysenter),
        new(Msr.Ia32SysenterEsp,       "IA32_SYSENTER_ESP",          0,           All64, MsrWriteRule.Canonical, CpuFeature.Sysenter),
        new(Msr.Ia32SysenterEip,       "IA32_SYSENTER_EIP",          0,           All64, MsrWriteRule.Canonical, CpuFeature.Sysenter),
        // Machine checks are promised, and there is nothing that could report one: no banks, no IA32_MCG_CTL.
        new(Msr.Ia32McgCap,            "IA32_MCG_CAP",               0,           0, MsrWriteRule.ReadOnly, CpuFeature.MachineCheckArchitecture),
        new(Msr.Ia32McgStatus,         "IA32_MCG_STATUS",            0,           7, MsrWriteRule.Masked, CpuFeature.MachineCheckArchitecture),
        // What CPUID promises of power and temperature (leaf 1, EDX.ACPI; leaf 6): 45 degrees below the 100 at which the processor would slow down.
        new(Msr.Ia32PerfStatus,        "IA32_PERF_STATUS",           0,           0, MsrWriteRule.ReadOnly),
        new(Msr.Ia32PerfCtl,           "IA32_PERF_CTL",              0,           0x1_0000_FFFF, MsrWriteRule.Masked),
        new(Msr.Ia32ClockModulation,   "IA32_CLOCK_MODULATION",      0,           0x1F, MsrWriteRule.Masked),
        new(Msr.Ia32ThermInterrupt,    "IA32_THERM_INTERRUPT",       0,           0xFF_FFFF, MsrWriteRule.Masked),
        new(Msr.Ia32ThermStatus,       "IA32_THERM_STATUS",          0x882D_0000, 0xAAA, MsrWriteRule.Masked),
        new(Msr.TemperatureTarget,     "MSR_TEMPERATURE_TARGET",     0x64_0000,   0, MsrWriteRule.ReadOnly),
        new(Msr.Ia32EnergyPerfBias,    "IA32_ENERGY_PERF_BIAS",      6,           0xF, MsrWriteRule.Masked, CpuFeature.EnergyPerformanceBias),
        new(Msr.Ia32PackageThermStatus, "IA32_PACKAGE_THERM_STATUS", 0x882D_0000, 0xAAA, MsrWriteRule.Masked, CpuFeature.PackageThermal),
        new(Msr.Ia32PackageThermInterrupt, "IA32_PACKAGE_THERM_INTERRUPT", 0,    0x1FF_FF17, MsrWriteRule.Masked, CpuFeature.PackageThermal),
        new(Msr.Ia32MiscEnable,        "IA32_MISC_ENABLE",           0x4_1881,    0x4_00D5_1889, MsrWriteRule.Masked),
        new(Msr.Ia32Debugctl,          "IA32_DEBUGCTL",              0,           0x7FC3, MsrWriteRule.Masked),
        .. MtrrRanges(),
        .. MtrrFixed(),
        new(Msr.Ia32Pat,               "IA32_PAT",                   0x0007_0406_0007_0406, All64, MsrWriteRule.PatTypes, CpuFeature.Pat),
        new(Msr.Ia32MtrrDefType,       "IA32_MTRR_DEF_TYPE",         0,           0xC07, MsrWriteRule.MtrrType, CpuFeature.Mtrr),
        new(Msr.Ia32PerfCapabilities,  "IA32_PERF_CAPABILITIES",     0,           0, MsrWriteRule.ReadOnly, CpuFeature.PerfmonCapability),
        .. Counters(),
        new(Msr.Ia32PerfGlobalCtrl,    "IA32_PERF_GLOBAL_CTRL",      0,           All64, MsrWriteRule.PerformanceCounters),
        new(Msr.Ia32VmxBasic,          "IA32_VMX_BASIC",             0,           0, MsrWriteRule.ReadOnly, CpuFeature.Vmx),
        new(Msr.Ia32VmxPinbasedCtls,   "IA32_VMX_PINBASED_CTLS",     0,           0, MsrWriteRule.ReadOnly, CpuFeature.Vmx),
        new(Msr.Ia32VmxProcbasedCtls,  "IA32_VMX_PROCBASED_CTLS",    0,           0, MsrWriteRule.ReadOnly, CpuFeature.Vmx),
        new(Msr.Ia32VmxExitCtls,       "IA32_VMX_EXIT_CTLS",         0,           0, MsrWriteRule.ReadOnly, CpuFeature.Vmx),
        new(Msr.Ia32VmxEntryCtls,      "IA32_VMX_ENTRY_CTLS",        0,           0, MsrWriteRule.ReadOnly, CpuFeature.Vmx),
        new(Msr.Ia32VmxMisc,           "IA32_VMX_MISC",              0,           0, MsrWriteRule.ReadOnly, CpuFeature.Vmx),
        new(Msr.Ia32VmxCr0Fixed0,      "IA32_VMX_CR0_FIXED0",        0,           0, MsrWriteRule.ReadOnly, CpuFeature.Vmx),
        new(Msr.Ia32VmxCr0Fixed1,      "IA32_VMX_CR0_FIXED1",        0,           0, MsrWriteRule.ReadOnly, CpuFeature.Vmx),
        new(Msr.Ia32VmxCr4Fixed0,      "IA32_VMX_CR4_FIXED0",        0,           0, MsrWriteRule.ReadOnly, CpuFeature.Vmx),
        new(Msr.Ia32VmxCr4Fixed1,      "IA32_VMX_CR4_FIXED1",        0,           0, MsrWriteRule.ReadOnly, CpuFeature.Vmx),
        new(Msr.Ia32VmxVmcsEnum,       "IA32_VMX_VMCS_ENUM",         0,           0, MsrWriteRule.ReadOnly, CpuFeature.Vmx),
        new(Msr.Ia32VmxProcbasedCtls2, "IA32_VMX_PROCBASED_CTLS2",   0,           0, MsrWriteRule.ReadOnly, CpuFeature.Vmx),
        new(Msr.Ia32VmxEptVpidCap,     "IA32_VMX_EPT_VPID_CAP",      0,           0, MsrWriteRule.ReadOnly, CpuFeature.Vmx),
        new(Msr.Ia32VmxTruePinbasedCtls,  "IA32_VMX_TRUE_PINBASED_CTLS",  0,     0, MsrWriteRule.ReadOnly, CpuFeature.Vmx),
        new(Msr.Ia32VmxTrueProcbasedCtls, "IA32_VMX_TRUE_PROCBASED_CTLS", 0,     0, MsrWriteRule.ReadOnly, CpuFeature.Vmx),
        new(Msr.Ia32VmxTrueExitCtls,   "IA32_VMX_TRUE_EXIT_CTLS",    0,           0, MsrWriteRule.ReadOnly, CpuFeature.Vmx),
        new(Msr.Ia32VmxTrueEntryCtls,  "IA32_VMX_TRUE_ENTRY_CTLS",   0,           0, MsrWriteRule.ReadOnly, CpuFeature.Vmx),
        new(Msr.Ia32VmxVmfunc,         "IA32_VMX_VMFUNC",            0,           0, MsrWriteRule.ReadOnly, CpuFeature.Vmx),
        new(Msr.Ia32TscDeadline,       "IA32_TSC_DEADLINE",          0,           All64, MsrWriteRule.Masked, CpuFeature.TscDeadline),
        new(Msr.Ia32Xss,               "IA32_XSS",                   0,           0, MsrWriteRule.Masked, CpuFeature.Xsaves),
        new(Msr.Ia32Efer,              "IA32_EFER",                  0,           Efer.SCE | Efer.LME | Efer.LMA | Efer.NXE, MsrWriteRule.Masked),
        new(Msr.Ia32Star,              "IA32_STAR",                  0,           All64, MsrWriteRule.Masked, CpuFeature.LongMode),
        new(Msr.Ia32Lstar,             "IA32_LSTAR",                 0,           All64, MsrWriteRule.Canonical, CpuFeature.LongMode),
        new(Msr.Ia32Cstar,             "IA32_CSTAR",                 0,           All64, MsrWriteRule.Canonical, CpuFeature.LongMode),
        new(Msr.Ia32Fmask,             "IA32_FMASK",                 0x2_0200,    Low32, MsrWriteRule.Masked, CpuFeature.LongMode),
        new(Msr.Ia32FsBase,            "IA32_FS_BASE",               0,           All64, MsrWriteRule.Canonical, CpuFeature.LongMode),
        new(Msr.Ia32GsBase,            "IA32_GS_BASE",               0,           All64, MsrWriteRule.Canonical, CpuFeature.LongMode),
        new(Msr.Ia32KernelGsBase,      "IA32_KERNEL_GS_BASE",        0,           All64, MsrWriteRule.Canonical, CpuFeature.LongMode),
        new(Msr.Ia32TscAux,            "IA32_TSC_AUX",               0,           Low32, MsrWriteRule.Masked, CpuFeature.Rdtscp),
    ];
#pragma warning restore format

    private static readonly Dictionary<uint, MsrRow> ByNumber = All.ToDictionary(row => row.Number);
    private static readonly Dictionary<string, MsrRow> ByName = All.ToDictionary(row => row.Name);

    /// <summary>The MSR of that number, or null.</summary>
    public static MsrRow? Find(uint number) => ByNumber.TryGetValue(number, out MsrRow? row) ? row : null;

    public static MsrRow? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The MSR of that number on that processor, or null.</summary>
    public static MsrRow? Find(uint number, CpuModel model) =>
        Find(number) is { } row && row.ExistsOn(model) && Has(row.Msr, model) ? row : null;

    /// <summary>What RDMSR returns after power-up; for a read-only MSR, always.</summary>
    public static ulong ResetValue(MsrRow row, CpuModel model) => row.Msr switch
    {
        Msr.Ia32BiosSignId => (ulong)model.MicrocodeRevision << 32,
        Msr.Ia32PerfGlobalCtrl => model.GeneralCounterBits,
        Msr.Ia32VmxBasic => model.Vmx.Basic,
        Msr.Ia32VmxPinbasedCtls => model.Vmx.PinBased.Msr,
        Msr.Ia32VmxProcbasedCtls => model.Vmx.ProcessorBased.Msr,
        Msr.Ia32VmxExitCtls => model.Vmx.Exit.Msr,
        Msr.Ia32VmxEntryCtls => model.Vmx.Entry.Msr,
        Msr.Ia32VmxMisc => model.Vmx.Misc,
        Msr.Ia32VmxCr0Fixed0 => model.Vmx.Cr0Fixed0,
        Msr.Ia32VmxCr0Fixed1 => model.Vmx.Cr0Fixed1,
        Msr.Ia32VmxCr4Fixed0 => model.Vmx.Cr4Fixed0,
        Msr.Ia32VmxCr4Fixed1 => model.Vmx.Cr4Fixed1,
        Msr.Ia32VmxVmcsEnum => model.Vmx.VmcsEnum,
        Msr.Ia32VmxProcbasedCtls2 => model.Vmx.ProcessorBased2.Msr,
        Msr.Ia32VmxEptVpidCap => model.Vmx.EptVpid.Msr,
        Msr.Ia32VmxTruePinbasedCtls => model.Vmx.TruePinBased.Msr,
        Msr.Ia32VmxTrueProcbasedCtls => model.Vmx.TrueProcessorBased.Msr,
        Msr.Ia32VmxTrueExitCtls => model.Vmx.TrueExit.Msr,
        Msr.Ia32VmxTrueEntryCtls => model.Vmx.TrueEntry.Msr,
        Msr.Ia32VmxVmfunc => model.Vmx.VmFunc,
        _ => row.Reset,
    };

    /// <summary>Performance counters and the capability MSRs that came after the first VMX processors exist where there is something for them.</summary>
    private static bool Has(Msr msr, CpuModel model) => msr switch
    {
        >= Msr.Ia32Pmc0 and <= Msr.Ia32Pmc3 => HasCounter(model, (int)(msr - Msr.Ia32Pmc0)),
        >= Msr.Ia32PerfEvtSel0 and <= Msr.Ia32PerfEvtSel3 => HasCounter(model, (int)(msr - Msr.Ia32PerfEvtSel0)),
        >= Msr.Ia32FixedCtr0 and <= Msr.Ia32FixedCtr2 => HasCounter(model, 32 + (int)(msr - Msr.Ia32FixedCtr0)),
        Msr.Ia32FixedCtrCtrl or Msr.Ia32PerfGlobalStatus or Msr.Ia32PerfGlobalCtrl or Msr.Ia32PerfGlobalOvfCtrl => model.PerformanceCounterBits != 0,
        Msr.Ia32VmxEptVpidCap => model.Vmx.EptVpid.Msr != 0,
        Msr.Ia32VmxVmfunc => model.Vmx.VmFunc != 0,
        _ => true,
    };

    private static bool HasCounter(CpuModel model, int bit) => (model.PerformanceCounterBits >> bit & 1) != 0;

    private static IEnumerable<MsrRow> Counters()
    {
        for (Msr msr = Msr.Ia32Pmc0; msr <= Msr.Ia32Pmc3; msr++)
            yield return new(msr, $"IA32_PMC{msr - Msr.Ia32Pmc0}", 0, All64, MsrWriteRule.Masked);
        for (Msr msr = Msr.Ia32PerfEvtSel0; msr <= Msr.Ia32PerfEvtSel3; msr++)
            yield return new(msr, $"IA32_PERFEVTSEL{msr - Msr.Ia32PerfEvtSel0}", 0, Low32, MsrWriteRule.Masked);
        for (Msr msr = Msr.Ia32FixedCtr0; msr <= Msr.Ia32FixedCtr2; msr++)
            yield return new(msr, $"IA32_FIXED_CTR{msr - Msr.Ia32FixedCtr0}", 0, 0xFFFF_FFFF_FFFF, MsrWriteRule.Masked);
        yield return new(Msr.Ia32FixedCtrCtrl, "IA32_FIXED_CTR_CTRL", 0, 0xFFF, MsrWriteRule.Masked);
        yield return new(Msr.Ia32PerfGlobalStatus, "IA32_PERF_GLOBAL_STATUS", 0, 0, MsrWriteRule.ReadOnly);
        yield return new(Msr.Ia32PerfGlobalOvfCtrl, "IA32_PERF_GLOBAL_OVF_CTRL", 0, 0xC000_0007_0000_000F, MsrWriteRule.Masked);
    }

    private static IEnumerable<MsrRow> MtrrRanges()
    {
        for (uint i = 0; i < 8; i++)
        {
            Msr physBase = Msr.Ia32MtrrPhysBase0 + 2 * i;
            yield return new(physBase, $"IA32_MTRR_PHYSBASE{i}", 0, ~0xF00UL, MsrWriteRule.MtrrType, CpuFeature.Mtrr);
            yield return new(physBase + 1, $"IA32_MTRR_PHYSMASK{i}", 0, ~0x7FFUL, MsrWriteRule.PhysicalAddress, CpuFeature.Mtrr);
        }
    }

    private static IEnumerable<MsrRow> MtrrFixed()
    {
        yield return new(Msr.Ia32MtrrFix64K00000, "IA32_MTRR_FIX64K_00000", 0, All64, MsrWriteRule.MtrrTypes, CpuFeature.Mtrr);
        yield return new(Msr.Ia32MtrrFix16K80000, "IA32_MTRR_FIX16K_80000", 0, All64, MsrWriteRule.MtrrTypes, CpuFeature.Mtrr);
        yield return new(Msr.Ia32MtrrFix16KA0000, "IA32_MTRR_FIX16K_A0000", 0, All64, MsrWriteRule.MtrrTypes, CpuFeature.Mtrr);
        for (Msr msr = Msr.Ia32MtrrFix4KC0000; msr <= Msr.Ia32MtrrFix4KF8000; msr++)
        {
            uint start = 0xC_0000 + 0x8000 * (msr - Msr.Ia32MtrrFix4KC0000);
            yield return new(msr, $"IA32_MTRR_FIX4K_{start:X}", 0, All64, MsrWriteRule.MtrrTypes, CpuFeature.Mtrr);
        }
    }
}
