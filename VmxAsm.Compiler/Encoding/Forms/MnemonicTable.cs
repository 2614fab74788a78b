namespace VmxAsm.Compiler.Encoding.Forms;

/// <summary>
/// The names of instructions: from the source's bytes to a name's number by one hash, and from there to the forms that the name can
/// mean, in the order of preference.
/// </summary>
internal static partial class MnemonicTable
{
    public const int SlotCount = 16384;

    public const int LongestName = 24;

    public static int Count => Starts.Length - 1;

    /// <summary>FNV-1a over the lower-case name.</summary>
    public static uint Hash(ReadOnlySpan<byte> name)
    {
        uint hash = 2166136261;
        foreach (byte b in name)
            hash = (hash ^ b) * 16777619;
        return hash ^ (hash >> 15);
    }

    /// <summary>The number of a name in lower case, or -1.</summary>
    public static int Find(ReadOnlySpan<byte> name)
    {
        ReadOnlySpan<ushort> slots = Slots;
        for (uint slot = Hash(name) % SlotCount; ; slot = (slot + 1) % SlotCount)
        {
            int entry = slots[(int)slot];
            if (entry == 0)
                return -1;
            if (Name(entry - 1).SequenceEqual(name))
                return entry - 1;
        }
    }

    public static ReadOnlySpan<byte> Name(int index)
    {
        ReadOnlySpan<ushort> starts = Starts;
        return Text[starts[index]..starts[index + 1]];
    }

    public static ReadOnlySpan<ushort> Forms(int name, bool intel)
    {
        ReadOnlySpan<ushort> starts = intel ? IntelForms : AttForms;
        return Candidates[starts[name]..starts[name + 1]];
    }
}
