namespace VmxAsm.Compiler.Directives.Structures.Vmcs;

internal enum LoaderRegisterKind
{
    General,
    StackPointer,
    Control,
    Segment,

    /// <summary>TR and LDTR, read with STR and SLDT.</summary>
    TaskRegister,

    /// <summary>GDTR and IDTR, stored with SGDT and SIDT.</summary>
    Table,
    Flags,
    Debug,
}

/// <summary>A register that a field's value may be read from.</summary>
/// <param name="Number">As encoded in ModRM; for TR and LDTR the opcode extension, likewise for the table registers.</param>
internal sealed record LoaderRegister(string Name, LoaderRegisterKind Kind, int Number);

/// <summary>The registers that the loading code can read. It works with rax, rcx, rdx and rsi, so those hold nothing of the program's.</summary>
internal static class LoaderRegisters
{
    public static IReadOnlyList<string> Scratch { get; } = ["rax", "rcx", "rdx", "rsi", "eax", "ecx", "edx", "esi"];

    private static readonly Dictionary<string, LoaderRegister> ByName = MakeTable().ToDictionary(register => register.Name);

    /// <summary>All that a field's value may be read from.</summary>
    public static IEnumerable<string> Names => ByName.Keys;

    public static LoaderRegister? Find(string name) => ByName.GetValueOrDefault(name);

    private static IEnumerable<LoaderRegister> MakeTable()
    {
        string[] general = ["ax", "cx", "dx", "bx", "sp", "bp", "si", "di"];
        foreach (int number in (int[])[3, 5, 7])
        {
            yield return new("r" + general[number], LoaderRegisterKind.General, number);
            yield return new("e" + general[number], LoaderRegisterKind.General, number);
        }

        for (int number = 8; number < 16; number++)
            yield return new("r" + number, LoaderRegisterKind.General, number);
        yield return new("rsp", LoaderRegisterKind.StackPointer, 4);
        yield return new("esp", LoaderRegisterKind.StackPointer, 4);
        foreach (int number in (int[])[0, 2, 3, 4])
            yield return new("cr" + number, LoaderRegisterKind.Control, number);
        yield return new("dr7", LoaderRegisterKind.Debug, 7);
        string[] segments = ["es", "cs", "ss", "ds", "fs", "gs"];
        for (int number = 0; number < segments.Length; number++)
            yield return new(segments[number], LoaderRegisterKind.Segment, number);
        yield return new("ldtr", LoaderRegisterKind.TaskRegister, 0);
        yield return new("tr", LoaderRegisterKind.TaskRegister, 1);
        yield return new("gdtr", LoaderRegisterKind.Table, 0);
        yield return new("idtr", LoaderRegisterKind.Table, 1);
        yield return new("rflags", LoaderRegisterKind.Flags, 0);
        yield return new("eflags", LoaderRegisterKind.Flags, 0);
    }
}
