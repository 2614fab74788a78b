using System.Text;
using VmxAsm.Runtime.Memory;

namespace VmxAsm.Runtime.Kernels;

/// <summary>Writes one thing after the other into memory.</summary>
internal sealed class MemoryWriter(PhysicalMemory memory, ulong start)
{
    public ulong Here { get; private set; } = start;

    public MemoryWriter At(ulong offset) => new(memory, Here + offset);

    public void Word(uint value)
    {
        memory.Write(Here, value);
        Here += 4;
    }

    public void Long(ulong value)
    {
        memory.Write(Here, value);
        Here += 8;
    }

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        memory.Write(Here, bytes);
        Here += (ulong)bytes.Length;
    }

    /// <summary>Goes on at the next multiple.</summary>
    public void Align(ulong alignment) => Here = (Here + alignment - 1) / alignment * alignment;

    /// <summary>A string with its zero byte, padded to four; returns its address.</summary>
    public uint Text(string text)
    {
        uint at = (uint)Here;
        Bytes([.. Encoding.UTF8.GetBytes(text), 0]);
        Align(4);
        return at;
    }
}
