using Iced.Intel;
using VmxAsm.Runtime.Execute;
using VmxAsm.Runtime.Execute.Vectors;

namespace VmxAsm.Runtime.Decode;

/// <summary>An integer operation over vectors.</summary>
/// <param name="mnemonic">The instruction, XMM and MMX form alike.</param>
/// <param name="xmm">What it does to 16 bytes.</param>
/// <param name="mmx">What it does to 8 bytes, where that is not the same function.</param>
/// <param name="memory">Bytes of a memory operand of the XMM form; 16 have to be aligned.</param>
/// <param name="vex">The instruction of AVX that does the same from two sources to a third register.</param>
/// <param name="lane">Bytes of the source that make 16 bytes of the result.</param>
/// <param name="laneBits">Bits of the immediate that the lower half uses up.</param>
internal readonly unsafe struct VectorRow(
    Mnemonic mnemonic,
    delegate*<byte*, byte*, uint, void> xmm,
    delegate*<byte*, byte*, uint, void> mmx = null,
    int memory = 16,
    Mnemonic vex = Mnemonic.INVALID,
    int lane = 16,
    int laneBits = 0)
{
    public readonly Mnemonic Mnemonic = mnemonic;
    public readonly delegate*<byte*, byte*, uint, void> Xmm = xmm;
    public readonly delegate*<byte*, byte*, uint, void> Mmx = mmx == null ? xmm : mmx;
    public readonly int Memory = memory;
    public readonly Mnemonic Vex = vex;
    public readonly byte Lane = (byte)lane;
    public readonly byte LaneBits = (byte)laneBits;
}

/// <summary>An operation that may raise a floating-point exception, or that needs more of the processor than its operands.</summary>
internal readonly unsafe struct SseRow(
    Mnemonic mnemonic,
    delegate*<VmxAsm.Runtime.Cpu.Processor, Op*, byte*, byte*, uint, bool> function,
    int memory = 16,
    Mnemonic vex = Mnemonic.INVALID,
    int lane = 16,
    int laneBits = 0)
{
    public readonly Mnemonic Mnemonic = mnemonic;
    public readonly delegate*<VmxAsm.Runtime.Cpu.Processor, Op*, byte*, byte*, uint, bool> Function = function;
    public readonly int Memory = memory;
    public readonly Mnemonic Vex = vex;
    public readonly byte Lane = (byte)lane;
    public readonly byte LaneBits = (byte)laneBits;
}

/// <summary>The operations of MMX and SSE to SSE4.2 that compute.</summary>
internal static unsafe class VectorRows
{
#pragma warning disable format
    public static readonly VectorRow[] Integer =
    [
        new(Mnemonic.Pand,        &PackedInteger.And, vex: Mnemonic.Vpand),
        new(Mnemonic.Pandn,       &PackedInteger.AndNot, vex: Mnemonic.Vpandn),
        new(Mnemonic.Por,         &PackedInteger.Or, vex: Mnemonic.Vpor),
        new(Mnemonic.Pxor,        &PackedInteger.Xor, vex: Mnemonic.Vpxor),
        new(Mnemonic.Andps,       &PackedInteger.And, vex: Mnemonic.Vandps),
        new(Mnemonic.Andpd,       &PackedInteger.And, vex: Mnemonic.Vandpd),
        new(Mnemonic.Andnps,      &PackedInteger.AndNot, vex: Mnemonic.Vandnps),
        new(Mnemonic.Andnpd,      &PackedInteger.AndNot, vex: Mnemonic.Vandnpd),
        new(Mnemonic.Orps,        &PackedInteger.Or, vex: Mnemonic.Vorps),
        new(Mnemonic.Orpd,        &PackedInteger.Or, vex: Mnemonic.Vorpd),
        new(Mnemonic.Xorps,       &PackedInteger.Xor, vex: Mnemonic.Vxorps),
        new(Mnemonic.Xorpd,       &PackedInteger.Xor, vex: Mnemonic.Vxorpd),
        new(Mnemonic.Paddb,       &PackedInteger.Add<byte>, vex: Mnemonic.Vpaddb),
        new(Mnemonic.Paddw,       &PackedInteger.Add<ushort>, vex: Mnemonic.Vpaddw),
        new(Mnemonic.Paddd,       &PackedInteger.Add<uint>, vex: Mnemonic.Vpaddd),
        new(Mnemonic.Paddq,       &PackedInteger.Add<ulong>, vex: Mnemonic.Vpaddq),
        new(Mnemonic.Psubb,       &PackedInteger.Subtract<byte>, vex: Mnemonic.Vpsubb),
        new(Mnemonic.Psubw,       &PackedInteger.Subtract<ushort>, vex: Mnemonic.Vpsubw),
        new(Mnemonic.Psubd,       &PackedInteger.Subtract<uint>, vex: Mnemonic.Vpsubd),
        new(Mnemonic.Psubq,       &PackedInteger.Subtract<ulong>, vex: Mnemonic.Vpsubq),
        new(Mnemonic.Paddsb,      &PackedInteger.AddSaturate<sbyte>, vex: Mnemonic.Vpaddsb),
        new(Mnemonic.Paddsw,      &PackedInteger.AddSaturate<short>, vex: Mnemonic.Vpaddsw),
        new(Mnemonic.Paddusb,     &PackedInteger.AddSaturate<byte>, vex: Mnemonic.Vpaddusb),
        new(Mnemonic.Paddusw,     &PackedInteger.AddSaturate<ushort>, vex: Mnemonic.Vpaddusw),
        new(Mnemonic.Psubsb,      &PackedInteger.SubtractSaturate<sbyte>, vex: Mnemonic.Vpsubsb),
        new(Mnemonic.Psubsw,      &PackedInteger.SubtractSaturate<short>, vex: Mnemonic.Vpsubsw),
        new(Mnemonic.Psubusb,     &PackedInteger.SubtractSaturate<byte>, vex: Mnemonic.Vpsubusb),
        new(Mnemonic.Psubusw,     &PackedInteger.SubtractSaturate<ushort>, vex: Mnemonic.Vpsubusw),
        new(Mnemonic.Pcmpeqb,     &PackedInteger.Equal<byte>, vex: Mnemonic.Vpcmpeqb),
        new(Mnemonic.Pcmpeqw,     &PackedInteger.Equal<ushort>, vex: Mnemonic.Vpcmpeqw),
        new(Mnemonic.Pcmpeqd,     &PackedInteger.Equal<uint>, vex: Mnemonic.Vpcmpeqd),
        new(Mnemonic.Pcmpeqq,     &PackedInteger.Equal<ulong>, vex: Mnemonic.Vpcmpeqq),
        new(Mnemonic.Pcmpgtb,     &PackedInteger.Greater<sbyte>, vex: Mnemonic.Vpcmpgtb),
        new(Mnemonic.Pcmpgtw,     &PackedInteger.Greater<short>, vex: Mnemonic.Vpcmpgtw),
        new(Mnemonic.Pcmpgtd,     &PackedInteger.Greater<int>, vex: Mnemonic.Vpcmpgtd),
        new(Mnemonic.Pcmpgtq,     &PackedInteger.Greater<long>, vex: Mnemonic.Vpcmpgtq),
        new(Mnemonic.Pminub,      &PackedInteger.Minimum<byte>, vex: Mnemonic.Vpminub),
        new(Mnemonic.Pminuw,      &PackedInteger.Minimum<ushort>, vex: Mnemonic.Vpminuw),
        new(Mnemonic.Pminud,      &PackedInteger.Minimum<uint>, vex: Mnemonic.Vpminud),
        new(Mnemonic.Pminsb,      &PackedInteger.Minimum<sbyte>, vex: Mnemonic.Vpminsb),
        new(Mnemonic.Pminsw,      &PackedInteger.Minimum<short>, vex: Mnemonic.Vpminsw),
        new(Mnemonic.Pminsd,      &PackedInteger.Minimum<int>, vex: Mnemonic.Vpminsd),
        new(Mnemonic.Pmaxub,      &PackedInteger.Maximum<byte>, vex: Mnemonic.Vpmaxub),
        new(Mnemonic.Pmaxuw,      &PackedInteger.Maximum<ushort>, vex: Mnemonic.Vpmaxuw),
        new(Mnemonic.Pmaxud,      &PackedInteger.Maximum<uint>, vex: Mnemonic.Vpmaxud),
        new(Mnemonic.Pmaxsb,      &PackedInteger.Maximum<sbyte>, vex: Mnemonic.Vpmaxsb),
        new(Mnemonic.Pmaxsw,      &PackedInteger.Maximum<short>, vex: Mnemonic.Vpmaxsw),
        new(Mnemonic.Pmaxsd,      &PackedInteger.Maximum<int>, vex: Mnemonic.Vpmaxsd),
        new(Mnemonic.Pmullw,      &PackedInteger.MultiplyLow<ushort>, vex: Mnemonic.Vpmullw),
        new(Mnemonic.Pmulld,      &PackedInteger.MultiplyLow<uint>, vex: Mnemonic.Vpmulld),
        new(Mnemonic.Pmulhw,      &PackedInteger.MultiplyHighSigned, vex: Mnemonic.Vpmulhw),
        new(Mnemonic.Pmulhuw,     &PackedInteger.MultiplyHighUnsigned, vex: Mnemonic.Vpmulhuw),
        new(Mnemonic.Pmulhrsw,    &PackedInteger.MultiplyHighRounded, vex: Mnemonic.Vpmulhrsw),
        new(Mnemonic.Pmuludq,     &PackedInteger.MultiplyEvenUnsigned, vex: Mnemonic.Vpmuludq),
        new(Mnemonic.Pmuldq,      &PackedInteger.MultiplyEvenSigned, vex: Mnemonic.Vpmuldq),
        new(Mnemonic.Pmaddwd,     &PackedInteger.MultiplyAddWords, vex: Mnemonic.Vpmaddwd),
        new(Mnemonic.Pmaddubsw,   &PackedInteger.MultiplyAddBytes, vex: Mnemonic.Vpmaddubsw),
        new(Mnemonic.Pavgb,       &PackedInteger.AverageBytes, vex: Mnemonic.Vpavgb),
        new(Mnemonic.Pavgw,       &PackedInteger.AverageWords, vex: Mnemonic.Vpavgw),
        new(Mnemonic.Psadbw,      &PackedInteger.SumOfDifferences, vex: Mnemonic.Vpsadbw),
        new(Mnemonic.Pabsb,       &PackedInteger.Absolute<sbyte>, vex: Mnemonic.Vpabsb),
        new(Mnemonic.Pabsw,       &PackedInteger.Absolute<short>, vex: Mnemonic.Vpabsw),
        new(Mnemonic.Pabsd,       &PackedInteger.Absolute<int>, vex: Mnemonic.Vpabsd),
        new(Mnemonic.Psignb,      &PackedInteger.ApplySign<sbyte>, vex: Mnemonic.Vpsignb),
        new(Mnemonic.Psignw,      &PackedInteger.ApplySign<short>, vex: Mnemonic.Vpsignw),
        new(Mnemonic.Psignd,      &PackedInteger.ApplySign<int>, vex: Mnemonic.Vpsignd),
        new(Mnemonic.Packsswb,    &Rearrange.PackSignedWords<XmmWidth>,             &Rearrange.PackSignedWords<MmxWidth>, vex: Mnemonic.Vpacksswb),
        new(Mnemonic.Packuswb,    &Rearrange.PackUnsignedWords<XmmWidth>,           &Rearrange.PackUnsignedWords<MmxWidth>, vex: Mnemonic.Vpackuswb),
        new(Mnemonic.Packssdw,    &Rearrange.PackSignedDwords<XmmWidth>,            &Rearrange.PackSignedDwords<MmxWidth>, vex: Mnemonic.Vpackssdw),
        new(Mnemonic.Packusdw,    &Rearrange.PackUnsignedDwords, vex: Mnemonic.Vpackusdw),
        new(Mnemonic.Punpcklbw,   &Rearrange.UnpackLow<byte, XmmWidth>,             &Rearrange.UnpackLow<byte, MmxWidth>, vex: Mnemonic.Vpunpcklbw),
        new(Mnemonic.Punpcklwd,   &Rearrange.UnpackLow<ushort, XmmWidth>,           &Rearrange.UnpackLow<ushort, MmxWidth>, vex: Mnemonic.Vpunpcklwd),
        new(Mnemonic.Punpckldq,   &Rearrange.UnpackLow<uint, XmmWidth>,             &Rearrange.UnpackLow<uint, MmxWidth>, vex: Mnemonic.Vpunpckldq),
        new(Mnemonic.Punpcklqdq,  &Rearrange.UnpackLow<ulong, XmmWidth>, vex: Mnemonic.Vpunpcklqdq),
        new(Mnemonic.Punpckhbw,   &Rearrange.UnpackHigh<byte, XmmWidth>,            &Rearrange.UnpackHigh<byte, MmxWidth>, vex: Mnemonic.Vpunpckhbw),
        new(Mnemonic.Punpckhwd,   &Rearrange.UnpackHigh<ushort, XmmWidth>,          &Rearrange.UnpackHigh<ushort, MmxWidth>, vex: Mnemonic.Vpunpckhwd),
        new(Mnemonic.Punpckhdq,   &Rearrange.UnpackHigh<uint, XmmWidth>,            &Rearrange.UnpackHigh<uint, MmxWidth>, vex: Mnemonic.Vpunpckhdq),
        new(Mnemonic.Punpckhqdq,  &Rearrange.UnpackHigh<ulong, XmmWidth>, vex: Mnemonic.Vpunpckhqdq),
        new(Mnemonic.Unpcklps,    &Rearrange.UnpackLow<uint, XmmWidth>, vex: Mnemonic.Vunpcklps),
        new(Mnemonic.Unpckhps,    &Rearrange.UnpackHigh<uint, XmmWidth>, vex: Mnemonic.Vunpckhps),
        new(Mnemonic.Unpcklpd,    &Rearrange.UnpackLow<ulong, XmmWidth>, vex: Mnemonic.Vunpcklpd),
        new(Mnemonic.Unpckhpd,    &Rearrange.UnpackHigh<ulong, XmmWidth>, vex: Mnemonic.Vunpckhpd),
        new(Mnemonic.Pshufd,      &Rearrange.ShuffleDwords, vex: Mnemonic.Vpshufd),
        new(Mnemonic.Pshuflw,     &Rearrange.ShuffleLowWords, vex: Mnemonic.Vpshuflw),
        new(Mnemonic.Pshufhw,     &Rearrange.ShuffleHighWords, vex: Mnemonic.Vpshufhw),
        new(Mnemonic.Pshufw,      &Rearrange.ShuffleWords),
        new(Mnemonic.Pshufb,      &Rearrange.ShuffleBytes<XmmWidth>,                &Rearrange.ShuffleBytes<MmxWidth>, vex: Mnemonic.Vpshufb),
        new(Mnemonic.Shufps,      &Rearrange.ShuffleSingles, vex: Mnemonic.Vshufps),
        new(Mnemonic.Shufpd,      &Rearrange.ShuffleDoubles, vex: Mnemonic.Vshufpd, laneBits: 2),
        new(Mnemonic.Palignr,     &Rearrange.Align<XmmWidth>,                       &Rearrange.Align<MmxWidth>, vex: Mnemonic.Vpalignr),
        new(Mnemonic.Movddup,     &Rearrange.DuplicateLowDouble,                    memory: 8, vex: Mnemonic.Vmovddup),
        new(Mnemonic.Movsldup,    &Rearrange.DuplicateEvenSingles, vex: Mnemonic.Vmovsldup),
        new(Mnemonic.Movshdup,    &Rearrange.DuplicateOddSingles, vex: Mnemonic.Vmovshdup),
        new(Mnemonic.Phaddw,      &Rearrange.HorizontalAddWords<XmmWidth>,          &Rearrange.HorizontalAddWords<MmxWidth>, vex: Mnemonic.Vphaddw),
        new(Mnemonic.Phaddd,      &Rearrange.HorizontalAddDwords<XmmWidth>,         &Rearrange.HorizontalAddDwords<MmxWidth>, vex: Mnemonic.Vphaddd),
        new(Mnemonic.Phaddsw,     &Rearrange.HorizontalAddWordsSaturated<XmmWidth>, &Rearrange.HorizontalAddWordsSaturated<MmxWidth>, vex: Mnemonic.Vphaddsw),
        new(Mnemonic.Phsubw,      &Rearrange.HorizontalSubtractWords<XmmWidth>,     &Rearrange.HorizontalSubtractWords<MmxWidth>, vex: Mnemonic.Vphsubw),
        new(Mnemonic.Phsubd,      &Rearrange.HorizontalSubtractDwords<XmmWidth>,    &Rearrange.HorizontalSubtractDwords<MmxWidth>, vex: Mnemonic.Vphsubd),
        new(Mnemonic.Phsubsw,     &Rearrange.HorizontalSubtractWordsSaturated<XmmWidth>, &Rearrange.HorizontalSubtractWordsSaturated<MmxWidth>, vex: Mnemonic.Vphsubsw),
        new(Mnemonic.Phminposuw,  &Rearrange.MinimumPosition, vex: Mnemonic.Vphminposuw),
        new(Mnemonic.Mpsadbw,     &Rearrange.MultipleSumsOfDifferences, vex: Mnemonic.Vmpsadbw, laneBits: 3),
        new(Mnemonic.Pmovsxbw,    &Rearrange.Widen<sbyte, short>,                   memory: 8, vex: Mnemonic.Vpmovsxbw, lane: 8),
        new(Mnemonic.Pmovsxbd,    &Rearrange.Widen<sbyte, int>,                     memory: 4, vex: Mnemonic.Vpmovsxbd, lane: 4),
        new(Mnemonic.Pmovsxbq,    &Rearrange.Widen<sbyte, long>,                    memory: 2, vex: Mnemonic.Vpmovsxbq, lane: 2),
        new(Mnemonic.Pmovsxwd,    &Rearrange.Widen<short, int>,                     memory: 8, vex: Mnemonic.Vpmovsxwd, lane: 8),
        new(Mnemonic.Pmovsxwq,    &Rearrange.Widen<short, long>,                    memory: 4, vex: Mnemonic.Vpmovsxwq, lane: 4),
        new(Mnemonic.Pmovsxdq,    &Rearrange.Widen<int, long>,                      memory: 8, vex: Mnemonic.Vpmovsxdq, lane: 8),
        new(Mnemonic.Pmovzxbw,    &Rearrange.Widen<byte, ushort>,                   memory: 8, vex: Mnemonic.Vpmovzxbw, lane: 8),
        new(Mnemonic.Pmovzxbd,    &Rearrange.Widen<byte, uint>,                     memory: 4, vex: Mnemonic.Vpmovzxbd, lane: 4),
        new(Mnemonic.Pmovzxbq,    &Rearrange.Widen<byte, ulong>,                    memory: 2, vex: Mnemonic.Vpmovzxbq, lane: 2),
        new(Mnemonic.Pmovzxwd,    &Rearrange.Widen<ushort, uint>,                   memory: 8, vex: Mnemonic.Vpmovzxwd, lane: 8),
        new(Mnemonic.Pmovzxwq,    &Rearrange.Widen<ushort, ulong>,                  memory: 4, vex: Mnemonic.Vpmovzxwq, lane: 4),
        new(Mnemonic.Pmovzxdq,    &Rearrange.Widen<uint, ulong>,                    memory: 8, vex: Mnemonic.Vpmovzxdq, lane: 8),
        new(Mnemonic.Pblendw,     &Rearrange.Blend<ushort>, vex: Mnemonic.Vpblendw),
        new(Mnemonic.Blendps,     &Rearrange.Blend<uint>, vex: Mnemonic.Vblendps, laneBits: 4),
        new(Mnemonic.Blendpd,     &Rearrange.Blend<ulong>, vex: Mnemonic.Vblendpd, laneBits: 2),
        new(Mnemonic.Aesenc,      &Aes.Encrypt, vex: Mnemonic.Vaesenc),
        new(Mnemonic.Aesenclast,  &Aes.EncryptLast, vex: Mnemonic.Vaesenclast),
        new(Mnemonic.Aesdec,      &Aes.Decrypt, vex: Mnemonic.Vaesdec),
        new(Mnemonic.Aesdeclast,  &Aes.DecryptLast, vex: Mnemonic.Vaesdeclast),
        new(Mnemonic.Aesimc,      &Aes.InverseMixColumns, vex: Mnemonic.Vaesimc),
        new(Mnemonic.Aeskeygenassist, &Aes.KeyGenerationAssist, vex: Mnemonic.Vaeskeygenassist),
        new(Mnemonic.Pclmulqdq,   &Aes.CarrylessMultiply, vex: Mnemonic.Vpclmulqdq),
        new(Mnemonic.Insertps,    &Rearrange.InsertSingle,                          memory: 4, vex: Mnemonic.Vinsertps),
    ];

    /// <summary>Shifts: by a register or memory, and by an immediate.</summary>
    public static readonly (VectorRow ByCount, VectorRow ByImmediate)[] Shifts =
    [
        (new(Mnemonic.Psllw, &PackedInteger.ShiftLeft<ushort>),       new(Mnemonic.Psllw, &PackedInteger.ShiftLeftImmediate<ushort>, vex: Mnemonic.Vpsllw)),
        (new(Mnemonic.Pslld, &PackedInteger.ShiftLeft<uint>),         new(Mnemonic.Pslld, &PackedInteger.ShiftLeftImmediate<uint>, vex: Mnemonic.Vpslld)),
        (new(Mnemonic.Psllq, &PackedInteger.ShiftLeft<ulong>),        new(Mnemonic.Psllq, &PackedInteger.ShiftLeftImmediate<ulong>, vex: Mnemonic.Vpsllq)),
        (new(Mnemonic.Psrlw, &PackedInteger.ShiftRight<ushort>),      new(Mnemonic.Psrlw, &PackedInteger.ShiftRightImmediate<ushort>, vex: Mnemonic.Vpsrlw)),
        (new(Mnemonic.Psrld, &PackedInteger.ShiftRight<uint>),        new(Mnemonic.Psrld, &PackedInteger.ShiftRightImmediate<uint>, vex: Mnemonic.Vpsrld)),
        (new(Mnemonic.Psrlq, &PackedInteger.ShiftRight<ulong>),       new(Mnemonic.Psrlq, &PackedInteger.ShiftRightImmediate<ulong>, vex: Mnemonic.Vpsrlq)),
        (new(Mnemonic.Psraw, &PackedInteger.ShiftRightSigned<short>), new(Mnemonic.Psraw, &PackedInteger.ShiftRightSignedImmediate<short>, vex: Mnemonic.Vpsraw)),
        (new(Mnemonic.Psrad, &PackedInteger.ShiftRightSigned<int>),   new(Mnemonic.Psrad, &PackedInteger.ShiftRightSignedImmediate<int>, vex: Mnemonic.Vpsrad)),
        (default,                                                     new(Mnemonic.Pslldq, &Rearrange.ShiftBytesLeft, vex: Mnemonic.Vpslldq)),
        (default,                                                     new(Mnemonic.Psrldq, &Rearrange.ShiftBytesRight, vex: Mnemonic.Vpsrldq)),
    ];

    public static readonly SseRow[] Sse =
    [
        new(Mnemonic.Addps,       &SseArithmetic.Packed<SseAdd, SingleElement>, vex: Mnemonic.Vaddps),
        new(Mnemonic.Addpd,       &SseArithmetic.Packed<SseAdd, DoubleElement>, vex: Mnemonic.Vaddpd),
        new(Mnemonic.Addss,       &SseArithmetic.Scalar<SseAdd, SingleElement>,        4, vex: Mnemonic.Vaddss),
        new(Mnemonic.Addsd,       &SseArithmetic.Scalar<SseAdd, DoubleElement>,        8, vex: Mnemonic.Vaddsd),
        new(Mnemonic.Subps,       &SseArithmetic.Packed<SseSubtract, SingleElement>, vex: Mnemonic.Vsubps),
        new(Mnemonic.Subpd,       &SseArithmetic.Packed<SseSubtract, DoubleElement>, vex: Mnemonic.Vsubpd),
        new(Mnemonic.Subss,       &SseArithmetic.Scalar<SseSubtract, SingleElement>,   4, vex: Mnemonic.Vsubss),
        new(Mnemonic.Subsd,       &SseArithmetic.Scalar<SseSubtract, DoubleElement>,   8, vex: Mnemonic.Vsubsd),
        new(Mnemonic.Mulps,       &SseArithmetic.Packed<SseMultiply, SingleElement>, vex: Mnemonic.Vmulps),
        new(Mnemonic.Mulpd,       &SseArithmetic.Packed<SseMultiply, DoubleElement>, vex: Mnemonic.Vmulpd),
        new(Mnemonic.Mulss,       &SseArithmetic.Scalar<SseMultiply, SingleElement>,   4, vex: Mnemonic.Vmulss),
        new(Mnemonic.Mulsd,       &SseArithmetic.Scalar<SseMultiply, DoubleElement>,   8, vex: Mnemonic.Vmulsd),
        new(Mnemonic.Divps,       &SseArithmetic.Packed<SseDivide, SingleElement>, vex: Mnemonic.Vdivps),
        new(Mnemonic.Divpd,       &SseArithmetic.Packed<SseDivide, DoubleElement>, vex: Mnemonic.Vdivpd),
        new(Mnemonic.Divss,       &SseArithmetic.Scalar<SseDivide, SingleElement>,     4, vex: Mnemonic.Vdivss),
        new(Mnemonic.Divsd,       &SseArithmetic.Scalar<SseDivide, DoubleElement>,     8, vex: Mnemonic.Vdivsd),
        new(Mnemonic.Sqrtps,      &SseArithmetic.Packed<SseSquareRoot, SingleElement>, vex: Mnemonic.Vsqrtps),
        new(Mnemonic.Sqrtpd,      &SseArithmetic.Packed<SseSquareRoot, DoubleElement>, vex: Mnemonic.Vsqrtpd),
        new(Mnemonic.Sqrtss,      &SseArithmetic.Scalar<SseSquareRoot, SingleElement>, 4, vex: Mnemonic.Vsqrtss),
        new(Mnemonic.Sqrtsd,      &SseArithmetic.Scalar<SseSquareRoot, DoubleElement>, 8, vex: Mnemonic.Vsqrtsd),
        new(Mnemonic.Minps,       &SseArithmetic.PackedMinimum<SingleElement>, vex: Mnemonic.Vminps),
        new(Mnemonic.Minpd,       &SseArithmetic.PackedMinimum<DoubleElement>, vex: Mnemonic.Vminpd),
        new(Mnemonic.Minss,       &SseArithmetic.ScalarMinimum<SingleElement>,         4, vex: Mnemonic.Vminss),
        new(Mnemonic.Minsd,       &SseArithmetic.ScalarMinimum<DoubleElement>,         8, vex: Mnemonic.Vminsd),
        new(Mnemonic.Maxps,       &SseArithmetic.PackedMaximum<SingleElement>, vex: Mnemonic.Vmaxps),
        new(Mnemonic.Maxpd,       &SseArithmetic.PackedMaximum<DoubleElement>, vex: Mnemonic.Vmaxpd),
        new(Mnemonic.Maxss,       &SseArithmetic.ScalarMaximum<SingleElement>,         4, vex: Mnemonic.Vmaxss),
        new(Mnemonic.Maxsd,       &SseArithmetic.ScalarMaximum<DoubleElement>,         8, vex: Mnemonic.Vmaxsd),
        new(Mnemonic.Cmpps,       &SseArithmetic.PackedCompare<SingleElement>),
        new(Mnemonic.Cmppd,       &SseArithmetic.PackedCompare<DoubleElement>),
        new(Mnemonic.Cmpss,       &SseArithmetic.ScalarCompare<SingleElement>,         4),
        new(Mnemonic.Comiss,      &SseArithmetic.CompareOrdered<SingleElement>,        4),
        new(Mnemonic.Comisd,      &SseArithmetic.CompareOrdered<DoubleElement>,        8),
        new(Mnemonic.Ucomiss,     &SseArithmetic.CompareUnordered<SingleElement>,      4),
        new(Mnemonic.Ucomisd,     &SseArithmetic.CompareUnordered<DoubleElement>,      8),
        new(Mnemonic.Addsubps,    &SseArithmetic.AddSubtract<SingleElement>, vex: Mnemonic.Vaddsubps),
        new(Mnemonic.Addsubpd,    &SseArithmetic.AddSubtract<DoubleElement>, vex: Mnemonic.Vaddsubpd),
        new(Mnemonic.Haddps,      &SseArithmetic.HorizontalAdd<SingleElement>, vex: Mnemonic.Vhaddps),
        new(Mnemonic.Haddpd,      &SseArithmetic.HorizontalAdd<DoubleElement>, vex: Mnemonic.Vhaddpd),
        new(Mnemonic.Hsubps,      &SseArithmetic.HorizontalSubtract<SingleElement>, vex: Mnemonic.Vhsubps),
        new(Mnemonic.Hsubpd,      &SseArithmetic.HorizontalSubtract<DoubleElement>, vex: Mnemonic.Vhsubpd),
        new(Mnemonic.Dpps,        &SseArithmetic.DotProduct<SingleElement>, vex: Mnemonic.Vdpps),
        new(Mnemonic.Dppd,        &SseArithmetic.DotProduct<DoubleElement>, vex: Mnemonic.Vdppd),
        new(Mnemonic.Roundps,     &SseArithmetic.PackedRound<SingleElement>, vex: Mnemonic.Vroundps),
        new(Mnemonic.Roundpd,     &SseArithmetic.PackedRound<DoubleElement>, vex: Mnemonic.Vroundpd),
        new(Mnemonic.Roundss,     &SseArithmetic.ScalarRound<SingleElement>,           4, vex: Mnemonic.Vroundss),
        new(Mnemonic.Roundsd,     &SseArithmetic.ScalarRound<DoubleElement>,           8, vex: Mnemonic.Vroundsd),
        new(Mnemonic.Rcpps,       &SseArithmetic.PackedReciprocal, vex: Mnemonic.Vrcpps),
        new(Mnemonic.Rcpss,       &SseArithmetic.ScalarReciprocal,                     4, vex: Mnemonic.Vrcpss),
        new(Mnemonic.Rsqrtps,     &SseArithmetic.PackedReciprocalRoot, vex: Mnemonic.Vrsqrtps),
        new(Mnemonic.Rsqrtss,     &SseArithmetic.ScalarReciprocalRoot,                 4, vex: Mnemonic.Vrsqrtss),
        new(Mnemonic.Pblendvb,    &SseArithmetic.BlendByXmm0<byte>),
        new(Mnemonic.Blendvps,    &SseArithmetic.BlendByXmm0<uint>),
        new(Mnemonic.Blendvpd,    &SseArithmetic.BlendByXmm0<ulong>),
        new(Mnemonic.Ptest,       &SseArithmetic.TestBits),
        new(Mnemonic.Cvtdq2ps,    &SseConversions.DwordsToSingles, vex: Mnemonic.Vcvtdq2ps),
        new(Mnemonic.Cvtdq2pd,    &SseConversions.DwordsToDoubles,                     8, vex: Mnemonic.Vcvtdq2pd, lane: 8),
        new(Mnemonic.Cvtps2dq,    &SseConversions.SinglesToDwords, vex: Mnemonic.Vcvtps2dq),
        new(Mnemonic.Cvttps2dq,   &SseConversions.SinglesToDwordsTruncated, vex: Mnemonic.Vcvttps2dq),
        new(Mnemonic.Cvtpd2dq,    &SseConversions.DoublesToDwords),
        new(Mnemonic.Cvttpd2dq,   &SseConversions.DoublesToDwordsTruncated),
        new(Mnemonic.Cvtps2pd,    &SseConversions.SinglesToDoubles,                    8, vex: Mnemonic.Vcvtps2pd, lane: 8),
        new(Mnemonic.Cvtpd2ps,    &SseConversions.DoublesToSingles),
        new(Mnemonic.Cvtss2sd,    &SseConversions.SingleToDouble,                      4, vex: Mnemonic.Vcvtss2sd),
        new(Mnemonic.Cvtsd2ss,    &SseConversions.DoubleToSingle,                      8, vex: Mnemonic.Vcvtsd2ss),
        new(Mnemonic.Cvtpi2ps,    &SseConversions.TwoDwordsToSingles,                  8),
        new(Mnemonic.Cvtpi2pd,    &SseConversions.DwordsToDoubles,                     8),
        new(Mnemonic.Cvtps2pi,    &SseConversions.TwoSinglesToMmx,                     8),
        new(Mnemonic.Cvttps2pi,   &SseConversions.TwoSinglesToMmxTruncated,            8),
        new(Mnemonic.Cvtpd2pi,    &SseConversions.DoublesToMmx),
        new(Mnemonic.Cvttpd2pi,   &SseConversions.DoublesToMmxTruncated),
    ];
#pragma warning restore format
}
