namespace VmxAsm.Runtime.Floating;

/// <summary>Exception flags as bits 0..5 of MXCSR and of the x87 status word.</summary>
[Flags]
internal enum FloatFlags : byte
{
    None = 0,
    Invalid = 1,
    Denormal = 2,
    ZeroDivide = 4,
    Overflow = 8,
    Underflow = 16,
    Precision = 32,
    All = 63,
}

/// <summary>Rounding control, the numbers of MXCSR.RC and FCW.RC.</summary>
internal enum Rounding : byte
{
    NearestEven = 0,
    Down = 1,
    Up = 2,
    Zero = 3,
}

/// <summary>
/// What an operation is told (rounding, which exceptions are masked) and what it tells (which exceptions occurred, whether the magnitude was
/// rounded up). One lives on the stack for each instruction.
/// </summary>
internal struct FloatStatus
{
    public Rounding Rounding;

    /// <summary>Exceptions that do not trap.</summary>
    public FloatFlags Masked;

    /// <summary>MXCSR.DAZ: denormal operands count as zero, silently.</summary>
    public bool DenormalsAreZero;

    /// <summary>MXCSR.FTZ: tiny results become zero when underflow is masked.</summary>
    public bool FlushToZero;

    /// <summary>
    /// x87 registers deliver a result even when overflow or underflow traps: with the exponent moved by 24576 ("Numeric Overflow Exception"). 0: deliver none.
    /// </summary>
    public int TrapBias;

    /// <summary>SNaN and QNaN meet: x87 takes the larger significand, SSE the first operand ("Operating on SNaNs and QNaNs").</summary>
    public bool LargerNan;

    public FloatFlags Flags;

    /// <summary>The magnitude was rounded up: the x87's C1.</summary>
    public bool RoundedUp;

    /// <summary>An exception that is not masked occurred.</summary>
    public readonly bool Traps => (Flags & ~Masked) != 0;

    /// <summary>One occurred that is found before computing: no result is delivered.</summary>
    public readonly bool TrapsBefore => (Flags & ~Masked & (FloatFlags.Invalid | FloatFlags.Denormal | FloatFlags.ZeroDivide)) != 0;
}
