using VmxAsm.Runtime.Memory;

namespace VmxAsm.Runtime.Debugging;

/// <summary>Tells once about each page that a program uses although nothing answers there; a program that looks for memory does that to many.</summary>
/// <param name="where">Where the program is, to be put behind a remark.</param>
internal sealed class UnansweredMemory(Action<string>? log, Func<string> where)
{
    private const int MostReports = 16;

    private readonly HashSet<ulong> _reported = [];

    public void Report(ulong address, bool write)
    {
        if (log is null || _reported.Count >= MostReports || !_reported.Add(address / PhysicalMemory.PageSize))
            return;
        string more = _reported.Count == MostReports ? "; there may be more, which are not told" : "";
        log($"{(write ? "write to" : "read from")} physical address 0x{address:x}, where nothing answers{where()}{more}");
    }
}
