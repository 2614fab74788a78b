namespace VmxAsm.Architecture.Processor;

public static class LinearAddress
{
    /// <summary>Whether the bits above the linear-address width all equal its highest bit.</summary>
    public static bool IsCanonical(ulong address, int bits = 48) => (ulong)((long)(address << 64 - bits) >> 64 - bits) == address;
}

/// <summary>Memory types as PAT and MTRRs encode them (SDM volume 3, "Methods of Caching Available").</summary>
public static class MemoryTypes
{
    public const byte Uncacheable = 0;
    public const byte WriteCombining = 1;
    public const byte WriteThrough = 4;
    public const byte WriteProtected = 5;
    public const byte WriteBack = 6;
    public const byte UncacheableMinus = 7;

    /// <summary>Whether each of the eight bytes is a memory type.</summary>
    public static bool AreValid(ulong value, bool allowUncacheableMinus)
    {
        for (int i = 0; i < 8; i++, value >>= 8)
        {
            byte type = (byte)value;
            if (type is 2 or 3 || type > (allowUncacheableMinus ? UncacheableMinus : WriteBack))
                return false;
        }

        return true;
    }
}
