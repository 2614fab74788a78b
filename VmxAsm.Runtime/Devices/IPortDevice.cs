namespace VmxAsm.Runtime.Devices;

/// <summary>A device in I/O space.</summary>
public interface IPortDevice
{
    /// <summary>Reads <paramref name="width"/> (1, 2 or 4) bytes at <paramref name="port"/>.</summary>
    uint ReadPort(ushort port, int width);

    /// <summary>Writes the low <paramref name="width"/> (1, 2 or 4) bytes of <paramref name="value"/>.</summary>
    void WritePort(ushort port, int width, uint value);
}
