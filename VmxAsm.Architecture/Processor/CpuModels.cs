using VmxAsm.Architecture.Vmx;

namespace VmxAsm.Architecture.Processor;

/// <summary>
/// The processors there are. Their numbers are what Bochs 2.7's models of the same name report at reset, so that a program sees
/// the same machine in both; a leaf of zeros is not listed. One bit is added to all but the first: the monitor trap flag, which the real
/// processors have and Bochs' models of them lack; and AVX-512, which is not emulated, is taken from the last one (leaf 7, and its state components
/// from leaf 0Dh), so that every feature that CPUID names works.
/// </summary>
public static class CpuModels
{
    public static IReadOnlyList<CpuModel> All { get; } = [CreateCore2(), CreateNehalem(), CreateHaswell(), CreateSkylake()];

    public static CpuModel Core2 => All[0];
    public static CpuModel Nehalem => All[1];
    public static CpuModel Haswell => All[2];
    public static CpuModel Skylake => All[3];

    /// <summary>The classroom's processor.</summary>
    public static CpuModel Default => Core2;

#pragma warning disable format
    private static CpuModel CreateCore2() => new(
        "core2",
        "Intel Core 2 Duo T9600 (Penryn): Intel 64 and VMX, neither EPT nor unrestricted guest",
        "core2_penryn_t9600",
        [
            new(0x0000_0000, 0, 0x0000_000D, 0x756E_6547, 0x6C65_746E, 0x4965_6E69),
            new(0x0000_0001, 0, 0x0001_067A, 0x0001_0800, 0x0408_E3FD, 0xBFEB_FBFF),
            new(0x0000_0002, 0, 0x05B0_B101, 0x0056_57F0, 0x0000_0000, 0x2CB4_304E),
            new(0x0000_0004, 0, 0x0400_0121, 0x01C0_003F, 0x0000_003F, 0x0000_0001),
            new(0x0000_0004, 1, 0x0400_0122, 0x01C0_003F, 0x0000_003F, 0x0000_0001),
            new(0x0000_0004, 2, 0x0400_4143, 0x05C0_003F, 0x0000_0FFF, 0x0000_0001),
            new(0x0000_0005, 0, 0x0000_0040, 0x0000_0040, 0x0000_0003, 0x0312_2220),
            new(0x0000_0006, 0, 0x0000_0003, 0x0000_0002, 0x0000_0003, 0x0000_0000),
            new(0x0000_000A, 0, 0x0728_0202, 0x0000_0000, 0x0000_0000, 0x0000_0503),
            new(0x0000_000D, 0, 0x0000_0003, 0x0000_0240, 0x0000_0240, 0x0000_0000),
            new(0x8000_0000, 0, 0x8000_0008, 0x0000_0000, 0x0000_0000, 0x0000_0000),
            new(0x8000_0001, 0, 0x0000_0000, 0x0000_0000, 0x0000_0001, 0x2010_0000),
            new(0x8000_0002, 0, 0x6574_6E49, 0x2952_286C, 0x726F_4320, 0x4D54_2865),
            new(0x8000_0003, 0, 0x4420_3229, 0x4320_6F75, 0x2020_5550, 0x5420_2020),
            new(0x8000_0004, 0, 0x3030_3639, 0x2040_2020, 0x3038_2E32, 0x007A_4847),
            new(0x8000_0006, 0, 0x0000_0000, 0x0000_0000, 0x1800_8040, 0x0000_0000),
            new(0x8000_0008, 0, 0x0000_3028, 0x0000_0000, 0x0000_0000, 0x0000_0000),
        ],
        new VmxCapabilities
        {
            Basic              = 0x00D8_1000_0000_002B,
            PinBased           = new(0x0000_003F_0000_0016),
            ProcessorBased     = new(0xF7F9_FFFE_0401_E172),
            Exit               = new(0x0003_FFFF_0003_6DFF),
            Entry              = new(0x0000_3FFF_0000_11FF),
            Misc               = 0x0000_0000_0004_01E0,
            Cr0Fixed0          = 0x0000_0000_8000_0021,
            Cr0Fixed1          = 0x0000_0000_FFFF_FFFF,
            Cr4Fixed0          = 0x0000_0000_0000_2000,
            Cr4Fixed1          = 0x0000_0000_0004_67FF,
            VmcsEnum           = 0x0000_0000_0000_0034,
            ProcessorBased2    = new(0x0000_0041_0000_0000),
            EptVpid            = new(0x0000_0000_0000_0000),
            TruePinBased       = new(0x0000_003F_0000_0016),
            TrueProcessorBased = new(0xF7F9_FFFE_0400_6172),
            TrueExit           = new(0x0003_FFFF_0003_6DFB),
            TrueEntry          = new(0x0000_3FFF_0000_11FB),
            VmFunc             = 0x0000_0000_0000_0000,
        })
        { MicrocodeRevision = 0xA0B };

    private static CpuModel CreateNehalem() => new(
        "nehalem",
        "Intel Core i5 750 (Lynnfield, the Nehalem family): adds EPT, VPID, the preemption timer, loading of PAT and EFER",
        "corei5_lynnfield_750",
        [
            new(0x0000_0000, 0, 0x0000_000B, 0x756E_6547, 0x6C65_746E, 0x4965_6E69),
            new(0x0000_0001, 0, 0x0001_06E5, 0x0001_0800, 0x0098_E3FD, 0xBFEB_FBFF),
            new(0x0000_0002, 0, 0x5503_5A01, 0x00F0_B0E4, 0x0000_0000, 0x09CA_212C),
            new(0x0000_0004, 0, 0x1C00_4121, 0x01C0_003F, 0x0000_003F, 0x0000_0000),
            new(0x0000_0004, 1, 0x1C00_4122, 0x00C0_003F, 0x0000_007F, 0x0000_0000),
            new(0x0000_0004, 2, 0x1C00_4143, 0x01C0_003F, 0x0000_01FF, 0x0000_0000),
            new(0x0000_0004, 3, 0x1C03_C163, 0x03C0_003F, 0x0000_1FFF, 0x0000_0002),
            new(0x0000_0005, 0, 0x0000_0040, 0x0000_0040, 0x0000_0003, 0x0000_1120),
            new(0x0000_0006, 0, 0x0000_0003, 0x0000_0002, 0x0000_0001, 0x0000_0000),
            new(0x0000_000A, 0, 0x0730_0403, 0x0000_0044, 0x0000_0000, 0x0000_0603),
            new(0x0000_000B, 0, 0x0000_0001, 0x0000_0001, 0x0000_0000, 0x0000_0000),
            new(0x0000_000B, 1, 0x0000_0000, 0x0000_0000, 0x0000_0001, 0x0000_0000),
            new(0x8000_0000, 0, 0x8000_0008, 0x0000_0000, 0x0000_0000, 0x0000_0000),
            new(0x8000_0001, 0, 0x0000_0000, 0x0000_0000, 0x0000_0001, 0x2810_0000),
            new(0x8000_0002, 0, 0x6574_6E49, 0x2952_286C, 0x726F_4320, 0x4D54_2865),
            new(0x8000_0003, 0, 0x3569_2029, 0x5550_4320, 0x2020_2020, 0x2020_2020),
            new(0x8000_0004, 0, 0x3035_3720, 0x2040_2020, 0x3736_2E32, 0x007A_4847),
            new(0x8000_0006, 0, 0x0000_0000, 0x0000_0000, 0x0100_6040, 0x0000_0000),
            new(0x8000_0007, 0, 0x0000_0000, 0x0000_0000, 0x0000_0000, 0x0000_0100),
            new(0x8000_0008, 0, 0x0000_3028, 0x0000_0000, 0x0000_0000, 0x0000_0000),
        ],
        new VmxCapabilities
        {
            Basic              = 0x00D8_1000_0000_002B,
            PinBased           = new(0x0000_007F_0000_0016),
            ProcessorBased     = new(0xFFF9_FFFE_0401_E172),
            Exit               = new(0x007F_FFFF_0003_6DFF),
            Entry              = new(0x0000_FFFF_0000_11FF),
            Misc               = 0x0000_0000_0004_01E0,
            Cr0Fixed0          = 0x0000_0000_8000_0021,
            Cr0Fixed1          = 0x0000_0000_FFFF_FFFF,
            Cr4Fixed0          = 0x0000_0000_0000_2000,
            Cr4Fixed1          = 0x0000_0000_0000_67FF,
            VmcsEnum           = 0x0000_0000_0000_0034,
            ProcessorBased2    = new(0x0000_007F_0000_0000),
            EptVpid            = new(0x0000_0F01_0611_4141),
            TruePinBased       = new(0x0000_007F_0000_0016),
            TrueProcessorBased = new(0xFFF9_FFFE_0400_6172),
            TrueExit           = new(0x007F_FFFF_0003_6DFB),
            TrueEntry          = new(0x0000_FFFF_0000_11FB),
            VmFunc             = 0x0000_0000_0000_0000,
        })
        { MicrocodeRevision = 0xA };

    private static CpuModel CreateHaswell() => new(
        "haswell",
        "Intel Core i7 4770 (Haswell): adds unrestricted guest, VMFUNC, VMCS shadowing, APIC-register virtualization",
        "corei7_haswell_4770",
        [
            new(0x0000_0000, 0, 0x0000_000D, 0x756E_6547, 0x6C65_746E, 0x4965_6E69),
            new(0x0000_0001, 0, 0x0003_06C3, 0x0001_0800, 0x77FA_F3BF, 0xBFEB_FBFF),
            new(0x0000_0002, 0, 0x7603_6301, 0x00F0_B5FF, 0x0000_0000, 0x00C1_0000),
            new(0x0000_0004, 0, 0x1C00_4121, 0x01C0_003F, 0x0000_003F, 0x0000_0000),
            new(0x0000_0004, 1, 0x1C00_4122, 0x01C0_003F, 0x0000_003F, 0x0000_0000),
            new(0x0000_0004, 2, 0x1C00_4143, 0x01C0_003F, 0x0000_01FF, 0x0000_0000),
            new(0x0000_0004, 3, 0x1C03_C163, 0x03C0_003F, 0x0000_1FFF, 0x0000_0006),
            new(0x0000_0005, 0, 0x0000_0040, 0x0000_0040, 0x0000_0003, 0x0004_2120),
            new(0x0000_0006, 0, 0x0000_0077, 0x0000_0002, 0x0000_0009, 0x0000_0000),
            new(0x0000_0007, 0, 0x0000_0000, 0x0000_27AB, 0x0000_0000, 0x0000_0000),
            new(0x0000_000A, 0, 0x0730_0403, 0x0000_0000, 0x0000_0000, 0x0000_0603),
            new(0x0000_000B, 0, 0x0000_0001, 0x0000_0001, 0x0000_0000, 0x0000_0000),
            new(0x0000_000B, 1, 0x0000_0000, 0x0000_0000, 0x0000_0001, 0x0000_0000),
            new(0x0000_000D, 0, 0x0000_0007, 0x0000_0240, 0x0000_0340, 0x0000_0000),
            new(0x0000_000D, 1, 0x0000_0001, 0x0000_0000, 0x0000_0000, 0x0000_0000),
            new(0x0000_000D, 2, 0x0000_0100, 0x0000_0240, 0x0000_0000, 0x0000_0000),
            new(0x8000_0000, 0, 0x8000_0008, 0x0000_0000, 0x0000_0000, 0x0000_0000),
            new(0x8000_0001, 0, 0x0000_0000, 0x0000_0000, 0x0000_0021, 0x2C10_0000),
            new(0x8000_0002, 0, 0x6574_6E49, 0x2952_286C, 0x726F_4320, 0x4D54_2865),
            new(0x8000_0003, 0, 0x3769_2029, 0x3737_342D, 0x5043_2030, 0x2040_2055),
            new(0x8000_0004, 0, 0x3034_2E33, 0x007A_4847, 0x0000_0000, 0x0000_0000),
            new(0x8000_0006, 0, 0x0000_0000, 0x0000_0000, 0x0100_6040, 0x0000_0000),
            new(0x8000_0007, 0, 0x0000_0000, 0x0000_0000, 0x0000_0000, 0x0000_0100),
            new(0x8000_0008, 0, 0x0000_3028, 0x0000_0000, 0x0000_0000, 0x0000_0000),
        ],
        new VmxCapabilities
        {
            Basic              = 0x00D8_1000_0000_002B,
            PinBased           = new(0x0000_007F_0000_0016),
            ProcessorBased     = new(0xFFF9_FFFE_0401_E172),
            Exit               = new(0x007F_FFFF_0003_6DFF),
            Entry              = new(0x0000_FFFF_0000_11FF),
            Misc               = 0x0000_0000_2004_01E0,
            Cr0Fixed0          = 0x0000_0000_8000_0021,
            Cr0Fixed1          = 0x0000_0000_FFFF_FFFF,
            Cr4Fixed0          = 0x0000_0000_0000_2000,
            Cr4Fixed1          = 0x0000_0000_0017_27FF,
            VmcsEnum           = 0x0000_0000_0000_0034,
            ProcessorBased2    = new(0x0004_7FFF_0000_0000),
            EptVpid            = new(0x0000_0F01_0633_4141),
            TruePinBased       = new(0x0000_007F_0000_0016),
            TrueProcessorBased = new(0xFFF9_FFFE_0400_6172),
            TrueExit           = new(0x007F_FFFF_0003_6DFB),
            TrueEntry          = new(0x0000_FFFF_0000_11FB),
            VmFunc             = 0x0000_0000_0000_0001,
        })
        { MicrocodeRevision = 0x28 };

    private static CpuModel CreateSkylake() => new(
        "skylake",
        "Intel Core i7 7800X (Skylake-X): adds PML, #VE, XSAVES, TSC scaling",
        "corei7_skylake_x",
        [
            new(0x0000_0000, 0, 0x0000_0016, 0x756E_6547, 0x6C65_746E, 0x4965_6E69),
            new(0x0000_0001, 0, 0x0005_0654, 0x0001_0800, 0x77FA_F3BF, 0xBFEB_FBFF),
            new(0x0000_0002, 0, 0x7603_6301, 0x00F0_B5FF, 0x0000_0000, 0x00C3_0000),
            new(0x0000_0004, 0, 0x1C00_4121, 0x01C0_003F, 0x0000_003F, 0x0000_0000),
            new(0x0000_0004, 1, 0x1C00_4122, 0x01C0_003F, 0x0000_003F, 0x0000_0000),
            new(0x0000_0004, 2, 0x1C00_4143, 0x03C0_003F, 0x0000_03FF, 0x0000_0000),
            new(0x0000_0004, 3, 0x1C03_C163, 0x0280_003F, 0x0000_2FFF, 0x0000_0004),
            new(0x0000_0005, 0, 0x0000_0040, 0x0000_0040, 0x0000_0003, 0x0000_2020),
            new(0x0000_0006, 0, 0x0000_0075, 0x0000_0002, 0x0000_0009, 0x0000_0000),
            new(0x0000_0007, 0, 0x0000_0000, 0x019C_27EB, 0x0000_0000, 0x0000_0000),
            new(0x0000_000A, 0, 0x0730_0404, 0x0000_0000, 0x0000_0000, 0x0000_0603),
            new(0x0000_000B, 0, 0x0000_0001, 0x0000_0001, 0x0000_0000, 0x0000_0000),
            new(0x0000_000B, 1, 0x0000_0000, 0x0000_0000, 0x0000_0001, 0x0000_0000),
            new(0x0000_000D, 0, 0x0000_0007, 0x0000_0240, 0x0000_0340, 0x0000_0000),
            new(0x0000_000D, 1, 0x0000_000F, 0x0000_0000, 0x0000_0000, 0x0000_0000),
            new(0x0000_000D, 2, 0x0000_0100, 0x0000_0240, 0x0000_0000, 0x0000_0000),
            new(0x0000_0015, 0, 0x0000_0002, 0x0000_0124, 0x0000_0000, 0x0000_0000),
            new(0x0000_0016, 0, 0x0000_0DAC, 0x0000_0FA0, 0x0000_0064, 0x0000_0000),
            new(0x8000_0000, 0, 0x8000_0008, 0x0000_0000, 0x0000_0000, 0x0000_0000),
            new(0x8000_0001, 0, 0x0000_0000, 0x0000_0000, 0x0000_0121, 0x2C10_0000),
            new(0x8000_0002, 0, 0x6574_6E49, 0x2952_286C, 0x726F_4320, 0x4D54_2865),
            new(0x8000_0003, 0, 0x3769_2029, 0x3038_372D, 0x4320_5830, 0x4020_5550),
            new(0x8000_0004, 0, 0x352E_3320, 0x7A48_4730, 0x0000_0000, 0x0000_0000),
            new(0x8000_0006, 0, 0x0000_0000, 0x0000_0000, 0x0100_6040, 0x0000_0000),
            new(0x8000_0007, 0, 0x0000_0000, 0x0000_0000, 0x0000_0000, 0x0000_0100),
            new(0x8000_0008, 0, 0x0000_3028, 0x0000_0000, 0x0000_0000, 0x0000_0000),
        ],
        new VmxCapabilities
        {
            Basic              = 0x00D8_1000_0000_002B,
            PinBased           = new(0x0000_007F_0000_0016),
            ProcessorBased     = new(0xFFF9_FFFE_0401_E172),
            Exit               = new(0x007F_FFFF_0003_6DFF),
            Entry              = new(0x0000_FFFF_0000_11FF),
            Misc               = 0x0000_0000_6004_01E0,
            Cr0Fixed0          = 0x0000_0000_8000_0021,
            Cr0Fixed1          = 0x0000_0000_FFFF_FFFF,
            Cr4Fixed0          = 0x0000_0000_0000_2000,
            Cr4Fixed1          = 0x0000_0000_0037_27FF,
            VmcsEnum           = 0x0000_0000_0000_0034,
            ProcessorBased2    = new(0x0217_7FFF_0000_0000),
            EptVpid            = new(0x0000_0F01_0633_4141),
            TruePinBased       = new(0x0000_007F_0000_0016),
            TrueProcessorBased = new(0xFFF9_FFFE_0400_6172),
            TrueExit           = new(0x007F_FFFF_0003_6DFB),
            TrueEntry          = new(0x0000_FFFF_0000_11FB),
            VmFunc             = 0x0000_0000_0000_0001,
        })
        { MicrocodeRevision = 0x0200_0065 };
#pragma warning restore format
}
