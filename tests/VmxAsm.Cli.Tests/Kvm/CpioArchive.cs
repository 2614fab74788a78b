using System.Text;

namespace VmxAsm.Cli.Tests.Kvm;

/// <summary>An archive in the format <c>newc</c> of cpio(5), as Linux unpacks it for its first process (Documentation/driver-api/early-userspace/buffer-format.rst).</summary>
internal sealed class CpioArchive
{
    private const int Directory = 0x41ED, Program = 0x81ED, CharacterDevice = 0x2180;

    private readonly MemoryStream _bytes = new();
    private int _entries;

    public void AddFolder(string name) => Add(name, Directory, []);

    /// <summary>What standard input and output are until the kernel has made its own devices.</summary>
    public void AddConsole(string name) => Add(name, CharacterDevice, [], major: 5, minor: 1);

    public void AddFile(string name, byte[] content) => Add(name, Program, content);

    public byte[] ToArray()
    {
        Add("TRAILER!!!", 0, []);
        return _bytes.ToArray();
    }

    private void Add(string name, int mode, byte[] content, int major = 0, int minor = 0)
    {
        // The magic number; inode, mode, owner, group, links, time, size, its device, the device that it is, length of the name, checksum.
        int[] fields = [++_entries, mode, 0, 0, 1, 0, content.Length, 0, 0, major, minor, name.Length + 1, 0];
        _bytes.Write(Encoding.ASCII.GetBytes("070701" + string.Concat(fields.Select(field => field.ToString("X8"))) + name + "\0"));
        Align();
        _bytes.Write(content);
        Align();
    }

    private void Align()
    {
        while (_bytes.Length % 4 != 0)
            _bytes.WriteByte(0);
    }
}
