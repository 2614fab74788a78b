using VmxAsm.Runtime.Floating;

namespace VmxAsm.Runtime.Execute.X87;

/// <summary>A memory operand of the x87: its size in memory is that of <typeparamref name="T"/>, its meaning is here.</summary>
internal interface IX87Source<T>
    where T : unmanaged
{
    /// <summary>Brings it to the register format; a format that has signaling NaNs or denormals may raise for them.</summary>
    Unpacked Load(T bits);

    /// <summary>An integer: exact, and the comparison of FICOM.</summary>
    bool IsInteger { get; }
}

internal readonly struct Single32 : IX87Source<uint>
{
    public Unpacked Load(uint bits) => Unpacked.FromSingle(bits);

    public bool IsInteger => false;
}

internal readonly struct Double64 : IX87Source<ulong>
{
    public Unpacked Load(ulong bits) => Unpacked.FromDouble(bits);

    public bool IsInteger => false;
}

internal readonly struct Integer16 : IX87Source<ushort>
{
    public Unpacked Load(ushort bits) => Unpacked.FromInteger((short)bits);

    public bool IsInteger => true;
}

internal readonly struct Integer32 : IX87Source<uint>
{
    public Unpacked Load(uint bits) => Unpacked.FromInteger((int)bits);

    public bool IsInteger => true;
}

internal readonly struct Integer64 : IX87Source<ulong>
{
    public Unpacked Load(ulong bits) => Unpacked.FromInteger((long)bits);

    public bool IsInteger => true;
}
