using Iced.Intel;
using VmxAsm.Runtime.Execute.Vectors;

namespace VmxAsm.Runtime.Decode;

/// <summary>A fused multiply-add.</summary>
/// <param name="mnemonic">The instruction.</param>
/// <param name="order">132, 213 or 231.</param>
/// <param name="signs">Of product and addend.</param>
/// <param name="element">Bytes of an element: 4 or 8.</param>
/// <param name="scalar">One element only.</param>
internal readonly struct FusedRow(Mnemonic mnemonic, int order, FusedSigns signs, int element, bool scalar = false)
{
    public readonly Mnemonic Mnemonic = mnemonic;
    public readonly int Order = order;
    public readonly FusedSigns Signs = signs;
    public readonly int Element = element;
    public readonly bool IsScalar = scalar;
}

/// <summary>What AVX, AVX2 and FMA have beyond the VEX-encoded forms of <see cref="VectorRows"/>; the mnemonics here are those of the VEX-encoded instructions.</summary>
internal static unsafe class VexRows
{
#pragma warning disable format
    /// <summary>Over 16 bytes, twice for a YMM register.</summary>
    public static readonly VectorRow[] Lanes =
    [
        new(Mnemonic.Vpermilps,    &Rearrange.ShuffleDwords),
        new(Mnemonic.Vpermilpd,    &VexOperations.ChooseDoubles, laneBits: 2),
        new(Mnemonic.Vpblendd,     &Rearrange.Blend<uint>,       laneBits: 4),
        new(Mnemonic.Vpsllvd,      &VexOperations.ShiftLeft<uint>),
        new(Mnemonic.Vpsllvq,      &VexOperations.ShiftLeft<ulong>),
        new(Mnemonic.Vpsrlvd,      &VexOperations.ShiftRight<uint>),
        new(Mnemonic.Vpsrlvq,      &VexOperations.ShiftRight<ulong>),
        new(Mnemonic.Vpsravd,      &VexOperations.ShiftRightSigned),
    ];

    /// <summary>The two that take their indexes from a register, when there is no immediate.</summary>
    public static readonly VectorRow[] ByRegister =
    [
        new(Mnemonic.Vpermilps,    &VexOperations.PermuteSingles),
        new(Mnemonic.Vpermilpd,    &VexOperations.PermuteDoubles),
    ];

    /// <summary>Over all 32 bytes.</summary>
    public static readonly VectorRow[] Whole =
    [
        new(Mnemonic.Vpermd,         &VexOperations.PermuteDwords),
        new(Mnemonic.Vpermps,        &VexOperations.PermuteDwords),
        new(Mnemonic.Vpermq,         &VexOperations.PermuteQuads),
        new(Mnemonic.Vpermpd,        &VexOperations.PermuteQuads),
        new(Mnemonic.Vperm2f128,     &VexOperations.PermuteHalves),
        new(Mnemonic.Vperm2i128,     &VexOperations.PermuteHalves),
        new(Mnemonic.Vinsertf128,    &VexOperations.InsertHalf),
        new(Mnemonic.Vinserti128,    &VexOperations.InsertHalf),
        new(Mnemonic.Vbroadcastss,   &VexOperations.Broadcast<uint>),
        new(Mnemonic.Vbroadcastsd,   &VexOperations.Broadcast<ulong>),
        new(Mnemonic.Vbroadcastf128, &VexOperations.Broadcast<UInt128>),
        new(Mnemonic.Vbroadcasti128, &VexOperations.Broadcast<UInt128>),
        new(Mnemonic.Vpbroadcastb,   &VexOperations.Broadcast<byte>),
        new(Mnemonic.Vpbroadcastw,   &VexOperations.Broadcast<ushort>),
        new(Mnemonic.Vpbroadcastd,   &VexOperations.Broadcast<uint>),
        new(Mnemonic.Vpbroadcastq,   &VexOperations.Broadcast<ulong>),
    ];

    /// <summary>With floating-point exceptions, over 16 bytes, twice for a YMM register.</summary>
    public static readonly SseRow[] Floating =
    [
        new(Mnemonic.Vcmpps,     &VexOperations.PackedCompare<SingleElement>),
        new(Mnemonic.Vcmppd,     &VexOperations.PackedCompare<DoubleElement>),
        new(Mnemonic.Vcmpss,     &VexOperations.ScalarCompare<SingleElement>),
        new(Mnemonic.Vcmpsd,     &VexOperations.ScalarCompare<DoubleElement>),
        new(Mnemonic.Vcvtph2ps,  &HalfPrecision.ToSingles, lane: 8),
        new(Mnemonic.Vcvtpd2ps,  &SseConversions.DoublesToSingles),
        new(Mnemonic.Vcvtpd2dq,  &SseConversions.DoublesToDwords),
        new(Mnemonic.Vcvttpd2dq, &SseConversions.DoublesToDwordsTruncated),
    ];

    /// <summary>The same for a YMM source, of which 16 bytes come.</summary>
    public static readonly SseRow[] Halving =
    [
        new(Mnemonic.Vcvtpd2ps,  &VexOperations.DoublesToSingles),
        new(Mnemonic.Vcvtpd2dq,  &VexOperations.DoublesToDwords),
        new(Mnemonic.Vcvttpd2dq, &VexOperations.DoublesToDwordsTruncated),
    ];

    /// <summary>Those that only set flags, and the string comparisons.</summary>
    public static readonly SseRow[] Tests =
    [
        new(Mnemonic.Vcomiss,      &SseArithmetic.CompareOrdered<SingleElement>),
        new(Mnemonic.Vcomisd,      &SseArithmetic.CompareOrdered<DoubleElement>),
        new(Mnemonic.Vucomiss,     &SseArithmetic.CompareUnordered<SingleElement>),
        new(Mnemonic.Vucomisd,     &SseArithmetic.CompareUnordered<DoubleElement>),
        new(Mnemonic.Vptest,       &VexOperations.Test),
        new(Mnemonic.Vtestps,      &VexOperations.TestSingles),
        new(Mnemonic.Vtestpd,      &VexOperations.TestDoubles),
        new(Mnemonic.Vpcmpestri,   &VexOperations.CompareStrings),
        new(Mnemonic.Vpcmpestrm,   &VexOperations.CompareStrings),
        new(Mnemonic.Vpcmpistri,   &VexOperations.CompareStrings),
        new(Mnemonic.Vpcmpistrm,   &VexOperations.CompareStrings),
        new(Mnemonic.Vpcmpestri64, &VexOperations.CompareStrings),
        new(Mnemonic.Vpcmpestrm64, &VexOperations.CompareStrings),
    ];

    public static readonly FusedRow[] Fused =
    [
        new(Mnemonic.Vfmadd132ps,       132, FusedSigns.Add, 4),
        new(Mnemonic.Vfmadd132pd,       132, FusedSigns.Add, 8),
        new(Mnemonic.Vfmadd132ss,       132, FusedSigns.Add, 4, scalar: true),
        new(Mnemonic.Vfmadd132sd,       132, FusedSigns.Add, 8, scalar: true),
        new(Mnemonic.Vfmadd213ps,       213, FusedSigns.Add, 4),
        new(Mnemonic.Vfmadd213pd,       213, FusedSigns.Add, 8),
        new(Mnemonic.Vfmadd213ss,       213, FusedSigns.Add, 4, scalar: true),
        new(Mnemonic.Vfmadd213sd,       213, FusedSigns.Add, 8, scalar: true),
        new(Mnemonic.Vfmadd231ps,       231, FusedSigns.Add, 4),
        new(Mnemonic.Vfmadd231pd,       231, FusedSigns.Add, 8),
        new(Mnemonic.Vfmadd231ss,       231, FusedSigns.Add, 4, scalar: true),
        new(Mnemonic.Vfmadd231sd,       231, FusedSigns.Add, 8, scalar: true),
        new(Mnemonic.Vfmsub132ps,       132, FusedSigns.NegateAddend, 4),
        new(Mnemonic.Vfmsub132pd,       132, FusedSigns.NegateAddend, 8),
        new(Mnemonic.Vfmsub132ss,       132, FusedSigns.NegateAddend, 4, scalar: true),
        new(Mnemonic.Vfmsub132sd,       132, FusedSigns.NegateAddend, 8, scalar: true),
        new(Mnemonic.Vfmsub213ps,       213, FusedSigns.NegateAddend, 4),
        new(Mnemonic.Vfmsub213pd,       213, FusedSigns.NegateAddend, 8),
        new(Mnemonic.Vfmsub213ss,       213, FusedSigns.NegateAddend, 4, scalar: true),
        new(Mnemonic.Vfmsub213sd,       213, FusedSigns.NegateAddend, 8, scalar: true),
        new(Mnemonic.Vfmsub231ps,       231, FusedSigns.NegateAddend, 4),
        new(Mnemonic.Vfmsub231pd,       231, FusedSigns.NegateAddend, 8),
        new(Mnemonic.Vfmsub231ss,       231, FusedSigns.NegateAddend, 4, scalar: true),
        new(Mnemonic.Vfmsub231sd,       231, FusedSigns.NegateAddend, 8, scalar: true),
        new(Mnemonic.Vfnmadd132ps,      132, FusedSigns.NegateProduct, 4),
        new(Mnemonic.Vfnmadd132pd,      132, FusedSigns.NegateProduct, 8),
        new(Mnemonic.Vfnmadd132ss,      132, FusedSigns.NegateProduct, 4, scalar: true),
        new(Mnemonic.Vfnmadd132sd,      132, FusedSigns.NegateProduct, 8, scalar: true),
        new(Mnemonic.Vfnmadd213ps,      213, FusedSigns.NegateProduct, 4),
        new(Mnemonic.Vfnmadd213pd,      213, FusedSigns.NegateProduct, 8),
        new(Mnemonic.Vfnmadd213ss,      213, FusedSigns.NegateProduct, 4, scalar: true),
        new(Mnemonic.Vfnmadd213sd,      213, FusedSigns.NegateProduct, 8, scalar: true),
        new(Mnemonic.Vfnmadd231ps,      231, FusedSigns.NegateProduct, 4),
        new(Mnemonic.Vfnmadd231pd,      231, FusedSigns.NegateProduct, 8),
        new(Mnemonic.Vfnmadd231ss,      231, FusedSigns.NegateProduct, 4, scalar: true),
        new(Mnemonic.Vfnmadd231sd,      231, FusedSigns.NegateProduct, 8, scalar: true),
        new(Mnemonic.Vfnmsub132ps,      132, FusedSigns.NegateProduct | FusedSigns.NegateAddend, 4),
        new(Mnemonic.Vfnmsub132pd,      132, FusedSigns.NegateProduct | FusedSigns.NegateAddend, 8),
        new(Mnemonic.Vfnmsub132ss,      132, FusedSigns.NegateProduct | FusedSigns.NegateAddend, 4, scalar: true),
        new(Mnemonic.Vfnmsub132sd,      132, FusedSigns.NegateProduct | FusedSigns.NegateAddend, 8, scalar: true),
        new(Mnemonic.Vfnmsub213ps,      213, FusedSigns.NegateProduct | FusedSigns.NegateAddend, 4),
        new(Mnemonic.Vfnmsub213pd,      213, FusedSigns.NegateProduct | FusedSigns.NegateAddend, 8),
        new(Mnemonic.Vfnmsub213ss,      213, FusedSigns.NegateProduct | FusedSigns.NegateAddend, 4, scalar: true),
        new(Mnemonic.Vfnmsub213sd,      213, FusedSigns.NegateProduct | FusedSigns.NegateAddend, 8, scalar: true),
        new(Mnemonic.Vfnmsub231ps,      231, FusedSigns.NegateProduct | FusedSigns.NegateAddend, 4),
        new(Mnemonic.Vfnmsub231pd,      231, FusedSigns.NegateProduct | FusedSigns.NegateAddend, 8),
        new(Mnemonic.Vfnmsub231ss,      231, FusedSigns.NegateProduct | FusedSigns.NegateAddend, 4, scalar: true),
        new(Mnemonic.Vfnmsub231sd,      231, FusedSigns.NegateProduct | FusedSigns.NegateAddend, 8, scalar: true),
        new(Mnemonic.Vfmaddsub132ps,    132, FusedSigns.NegateAddend | FusedSigns.Alternate, 4),
        new(Mnemonic.Vfmaddsub132pd,    132, FusedSigns.NegateAddend | FusedSigns.Alternate, 8),
        new(Mnemonic.Vfmaddsub213ps,    213, FusedSigns.NegateAddend | FusedSigns.Alternate, 4),
        new(Mnemonic.Vfmaddsub213pd,    213, FusedSigns.NegateAddend | FusedSigns.Alternate, 8),
        new(Mnemonic.Vfmaddsub231ps,    231, FusedSigns.NegateAddend | FusedSigns.Alternate, 4),
        new(Mnemonic.Vfmaddsub231pd,    231, FusedSigns.NegateAddend | FusedSigns.Alternate, 8),
        new(Mnemonic.Vfmsubadd132ps,    132, FusedSigns.Alternate, 4),
        new(Mnemonic.Vfmsubadd132pd,    132, FusedSigns.Alternate, 8),
        new(Mnemonic.Vfmsubadd213ps,    213, FusedSigns.Alternate, 4),
        new(Mnemonic.Vfmsubadd213pd,    213, FusedSigns.Alternate, 8),
        new(Mnemonic.Vfmsubadd231ps,    231, FusedSigns.Alternate, 4),
        new(Mnemonic.Vfmsubadd231pd,    231, FusedSigns.Alternate, 8),
    ];
#pragma warning restore format
}
