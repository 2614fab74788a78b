using VmxAsm.Runtime.Floating;

namespace VmxAsm.Runtime.Execute.X87;

/// <summary>A memory operand of the x87: its size in memory is that of <typeparamref name="T"/>, its meaning is here.</summary>
internal interface IX87Source<T>
    where T : unmanaged
{
    /// <summary>Brings it to the register format; a format that has signaling NaNs or denormals may raise for them.</summary>
    static abstract Unpacked Load(T bits);

    /// <summary>An integer: exact, and the comparison of FICOM.</summary>
    static abstract bool IsInteger { get; }
}

internal readonly struct Single32 : IX87Source<uint>
{
    public static Unpacked Load(uint bits) => Unpacked.FromSingle(bits);

    public static bool IsInteger => false;
}

internal readonly struct Double64 : IX87Source<ulong>
{
    public static Unpacked Load(ulong bits) => Unpacked.FromDouble(bits);

    public static bool IsInteger => false;
}

internal readonly struct Integer16 : IX87Source<ushort>
{
    public static Unpacked Load(ushort bits) => Unpacked.FromInteger((short)bits);

    public static bool IsInteger => true;
}

internal readonly struct Integer32 : IX87Source<uint>
{
    public static Unpacked Load(uint bits) => Unpacked.FromInteger((int)bits);

    public static bool IsInteger => true;
}

internal readonly struct Integer64 : IX87Source<ulong>
{
    public static Unpacked Load(ulong bits) => Unpacked.FromInteger((long)bits);

    public static bool IsInteger => true;
}
