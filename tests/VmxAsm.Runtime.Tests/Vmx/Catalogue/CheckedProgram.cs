using System.Text;
using VmxAsm.Architecture.Tests.Vmx;
using VmxAsm.Architecture.Vmx;
using VmxAsm.Compiler;
using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Runtime.Debugging;
using Xunit;

namespace VmxAsm.Runtime.Tests.Vmx.Catalogue;

/// <summary>Where a program gives a VMCS its values.</summary>
internal enum Writer
{
    /// <summary>In a <c>.vmcs</c> block, which the assembler checks.</summary>
    Block,

    /// <summary>By VMWRITE instructions of its own, as in a host written by hand.</summary>
    Instructions,
}

/// <summary>What the processor did at VMLAUNCH, as the program itself saw it: it ends with this number on the debug-exit port.</summary>
internal enum Refusal
{
    Controls = 7,
    HostState = 8,
    GuestState = 33,
    MsrLoading = 34,
}

/// <param name="Rows">The catalogue's rows that the explanation names.</param>
/// <param name="Code">What the program wrote to the debug-exit port; null when it ended otherwise.</param>
internal sealed record CatalogueRun(IReadOnlyList<string> Rows, int? Code, Explanation? Explanation, RunResult Result);

/// <summary>
/// A whole program around a VMCS that a test has made: a host of 64 or of 32 bits that writes every field, launches, and ends with the VM-instruction
/// error or the exit reason on the debug-exit port.
/// </summary>
internal sealed class CheckedProgram
{
    /// <summary>Lines that the tests look for.</summary>
    public const string Launch = "        vmlaunch";

    private readonly GuestVmcs _valid;
    private readonly GuestVmcs _broken;
    private readonly Writer _writer;
    private readonly bool _is64;
    private readonly Dictionary<VmcsField, int> _lines = [];
    private readonly StringBuilder _text = new();
    private int _line;

    /// <param name="valid">A valid VMCS for a 64-bit host, which the other was made from. What it says of the host is not used: that is the processor's own state.</param>
    public CheckedProgram(GuestVmcs valid, GuestVmcs broken, Writer writer)
    {
        _valid = valid;
        _broken = broken;
        _writer = writer;

        // 32-bit code cannot write the upper half of a natural-width field.
        _is64 = broken.InIa32eMode == true || Changed.Any(row => row.Width == VmcsFieldWidth.Natural && broken[row.Field] > uint.MaxValue);
        if (!_is64)
            valid.AndNot(VmcsField.ExitControls, (ulong)ExitControls.HostAddressSpaceSize).Set(VmcsField.HostSsSelector, 0x10);
        WriteProgram();
    }

    public bool Is64 => _is64;

    public string Source => _text.ToString();

    /// <summary>Line of the VMLAUNCH, counted from 1.</summary>
    public int LaunchLine { get; private set; }

    /// <summary>The line that gives the field its last value; 0 where no line does.</summary>
    public int LineOf(VmcsField field) => _lines.GetValueOrDefault(field);

    /// <summary>Fields that differ from the valid VMCS.</summary>
    public IEnumerable<VmcsFieldRow> Changed => VmcsFields.All.Where(row => _valid[row.Field] != _broken[row.Field]);

    /// <summary>The rows that <c>vmxasm check</c> reports.</summary>
    public IReadOnlyList<string> Check(string folder)
    {
        Complaints = Build(folder, check: true).Diagnostics;
        return [.. Complaints.Select(diagnostic => diagnostic.Check).OfType<string>()];
    }

    /// <summary>All that the check said.</summary>
    public IReadOnlyList<Diagnostic> Complaints { get; private set; } = [];

    /// <summary>Boots the program, built without checks.</summary>
    public CatalogueRun Run(string folder)
    {
        BuildResult build = Build(folder, check: false);
        Assert.True(build.Success, string.Join('\n', build.Diagnostics.Select(diagnostic => diagnostic.Message)) + "\n" + Source);
        using Machine machine = Machine.Boot(
            build.Image.ToArray(),
            new MachineOptions { CpuModelName = _broken.Cpu.Name, DebugInfo = build.DebugInfo, MaxInstructions = 1_000_000 });
        RunResult result = machine.Run(CancellationToken.None);
        IEnumerable<string?> rows = result.Explanation?.Notes.Select(note => note.Rule) ?? [];
        return new CatalogueRun([.. rows.OfType<string>()], result.GuestExitCode, result.Explanation, result);
    }

    private BuildResult Build(string folder, bool check)
    {
        string path = Path.Combine(folder, "program.s");
        File.WriteAllText(path, Source);
        return Compilation.Build([path], new CompilationOptions { CpuModelName = _broken.Cpu.Name, NoChecks = !check });
    }

    private void Line(string text)
    {
        _text.Append(text).Append('\n');
        _line++;
    }

    private void Lines(string text)
    {
        foreach (string line in text.Split('\n'))
            Line(line);
    }

    private void WriteProgram()
    {
        Lines(_is64 ? Start64 : Start32);
        Line("        vmcs_load guest");
        Line("        jna     failed");
        if (_writer == Writer.Instructions)
            WriteInstructions();
        WriteMemory();
        Line(Launch);
        LaunchLine = _line;
        Lines(_is64 ? End64 : End32);
        WriteBlock();
    }

    private void WriteInstructions()
    {
        foreach (VmcsFieldRow row in Changed)
        {
            ulong value = _broken[row.Field];
            string number = row.Field == VmcsField.VmcsLinkPointer && value == GuestVmcs.Address ? "guest" : $"0x{value:x}";
            Line(_is64 ? $"        movabs  ${number}, %rax" : $"        mov     $0x{(uint)value:x}, %eax");
            Line($"        mov     $0x{row.Encoding:x}, %edx");
            Line(_is64 ? "        vmwrite %rax, %rdx" : "        vmwrite %eax, %edx");
            _lines[row.Field] = _line;
            if (_is64 || row.Width != VmcsFieldWidth.Bits64)
                continue;
            Line($"        mov     $0x{(uint)(value >> 32):x}, %eax");
            Line($"        mov     $0x{row.Encoding + 1:x}, %edx");
            Line("        vmwrite %eax, %edx");
            _lines[row.Field] = _line;
        }
    }

    private void WriteMemory()
    {
        foreach ((ulong address, ulong value) in _broken.MemoryContents)
        {
            if (address == GuestVmcs.Address)
                continue;
            for (int half = 0; half < 2; half++)
                Line($"        movl    $0x{(uint)(value >> 32 * half):x}, 0x{address + 4 * (uint)half:x}");
        }
    }

    private void WriteBlock()
    {
        Line("        .vmcs   guest");
        GuestVmcs values = _writer == Writer.Block ? _broken : _valid;
        foreach (VmcsFieldRow row in VmcsFields.All)
        {
            bool changed = _writer == Writer.Block && _valid[row.Field] != _broken[row.Field];
            if (row.IsReadOnly || !row.ExistsOn(_broken.Cpu.Vmx) || row.Group == VmcsFieldGroup.HostState && !changed)
                continue;
            ulong value = values[row.Field];
            string number = row.Field == VmcsField.VmcsLinkPointer && value == GuestVmcs.Address ? "guest" : $"0x{value:x}";
            Line($"                {row.Name} = {number}");
            if (!_lines.ContainsKey(row.Field))
                _lines[row.Field] = _line;
        }

        if (_lines.GetValueOrDefault(VmcsField.HostRip) == 0 || _writer == Writer.Instructions)
            Line("                host.rip = on_exit");
        if (_lines.GetValueOrDefault(VmcsField.HostRsp) == 0 || _writer == Writer.Instructions)
            Line("                host.rsp = 0x70000");
        Line("        .endvmcs");
    }

    private const string Start64 = """
                .include <a20.inc>
                .include <longmode.inc>
                .include <vmx.inc>
                .boot   entry=start, load=0x8000
                .code16
        start:  cli
                xor     %ax, %ax
                mov     %ax, %ds
                mov     %ax, %ss
                mov     $0x7C00, %sp
                a20_enable
                longmode_enter gdtr, pages.cr3, sel_cs, sel_ds
                mov     $0x70000, %rsp
                mov     $sel_tr, %eax
                ltr     %ax
                vmx_feature_control failed
                vmx_enable
                vmx_on  region, failed
                vmx_select guest, failed
        """;

    private const string End64 = """
                vmx_read VMX_VM_INSTRUCTION_ERROR
                out     %al, $0xF4
        on_exit:
                vmx_read VMX_EXIT_REASON
                out     %al, $0xF4
        failed: mov     $99, %al
                out     %al, $0xF4
                .data
                .gdt    gdt
                .null
        sel_cs: .descriptor code64
        sel_ds: .descriptor data32
        sel_tr: .descriptor tss64, base=tss
                .endgdt
                .code16
        gdtr:   .gdtr   gdt
                .tss    tss, format=64
                .endtss
                .pagetables pages, format=ia32e
                .map    0, 0, 16M, present | writable
                .endpagetables
                .vmxonregion region
        """;

    private const string Start32 = """
                .include <a20.inc>
                .include <pmode.inc>
                .include <vmx.inc>
                .boot   entry=start, load=0x8000
                .code16
        start:  cli
                xor     %ax, %ax
                mov     %ax, %ds
                mov     %ax, %ss
                mov     $0x7C00, %sp
                a20_enable
                pmode_enter gdtr, sel_cs, sel_ds
                mov     $0x70000, %esp
                mov     $pages.cr3, %eax
                mov     %eax, %cr3
                mov     $0x2020, %eax
                mov     %eax, %cr4
                mov     $0x80000031, %eax
                mov     %eax, %cr0
                mov     $sel_tr, %eax
                ltr     %ax
                vmx_feature_control failed
                vmx_on  region, failed
                vmx_select guest, failed
        """;

    private const string End32 = """
                mov     $VMX_VM_INSTRUCTION_ERROR, %edx
                vmread  %edx, %eax
                out     %al, $0xF4
        on_exit:
                mov     $VMX_EXIT_REASON, %edx
                vmread  %edx, %eax
                out     %al, $0xF4
        failed: mov     $99, %al
                out     %al, $0xF4
                .data
                .gdt    gdt
                .null
        sel_cs: .descriptor code32
        sel_ds: .descriptor data32
        sel_tr: .descriptor tss32, base=tss
                .endgdt
                .code16
        gdtr:   .gdtr   gdt
                .tss    tss, format=32
                .endtss
                .pagetables pages, format=pae
                .map    0, 0, 16M, present | writable
                .endpagetables
                .vmxonregion region
        """;
}
