using System.Text;
using VmxAsm.Architecture.Images;
using VmxAsm.Architecture.Processor;
using VmxAsm.Architecture.Vmx;

namespace VmxAsm.Runtime.Debugging;

/// <summary>gdb's <c>monitor</c> commands: what the protocol has no packets for.</summary>
internal static class GdbMonitor
{
    private static readonly (string Name, string Help, Func<Machine, string[], string> Run)[] Commands =
    [
        ("help", "this list", (_, _) => Help()),
        ("registers", "all registers with segment caches, control registers and tables", (machine, _) => Registers(machine)),
        ("walk", "ADDRESS: how a linear address, or that of a symbol, is translated", Walk),
        ("physical", "ADDRESS [BYTES]: physical memory", Physical),
        ("vmcs", "the fields of the current VMCS", (machine, _) => CurrentVmcs(machine)),
        ("msr", "NUMBER: a model-specific register", Msr),
        ("screen", "the text on the screen", (machine, _) => machine.ScreenText() ?? "the screen shows graphics\n"),
        ("time", "instructions executed and virtual time", (machine, _) => Time(machine)),
        ("reset", "presses the reset button", (machine, _) => Reset(machine)),
    ];

    public static string Execute(Machine machine, string line)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
            return Help();
        foreach ((string name, _, Func<Machine, string[], string> run) in Commands)
        {
            if (name == words[0])
                return run(machine, words[1..]);
        }

        return $"there is no monitor command `{words[0]}`\n{Help()}";
    }

    private static string Help()
    {
        var text = new StringBuilder();
        foreach ((string name, string help, _) in Commands)
            text.Append($"{name,-10} {help}\n");
        return text.ToString();
    }

    private static string Registers(Machine machine) =>
        $"{ProcessorDescription.Mode(machine.Processor)}\n{ProcessorDescription.Registers(machine.Processor)}\n";

    private static string Walk(Machine machine, string[] arguments)
    {
        if (arguments.Length != 1 || !TryAddress(machine, arguments[0], out ulong address))
            return "an address or a symbol of the program is expected\n";
        return string.Join('\n', PageWalkDescription.Describe(machine.Processor, address)) + "\n";
    }

    private static string Physical(Machine machine, string[] arguments)
    {
        ulong length = 64;
        if (arguments.Length is 0 or > 2 || !CodePlaces.TryNumber(arguments[0], out ulong address)
            || (arguments.Length == 2 && !CodePlaces.TryNumber(arguments[1], out length)))
        {
            return "an address, and perhaps a number of bytes, is expected\n";
        }

        byte[] bytes = new byte[Math.Min(length, 4096)];
        machine.Memory.Read(address, bytes);
        var text = new StringBuilder();
        for (int i = 0; i < bytes.Length; i += 16)
            text.Append($"{address + (ulong)i:x8}  {string.Join(' ', bytes.Skip(i).Take(16).Select(value => $"{value:x2}"))}\n");
        return text.ToString();
    }

    private static string CurrentVmcs(Machine machine)
    {
        if (machine.Processor.VmxUnit?.Current is not { } vmcs)
            return "no VMCS is current\n";
        var text = new StringBuilder($"VMCS at 0x{vmcs.Address:x}, {(vmcs.Launched ? "launched" : "clear")}\n");
        foreach (VmcsFieldRow row in VmcsFields.All.Where(row => row.ExistsOn(machine.Processor.Model.Vmx)))
            text.Append($"{row.Encoding:x4}  {row.Name,-44} {vmcs[row.Field]:x}\n");
        return text.ToString();
    }

    private static string Msr(Machine machine, string[] arguments)
    {
        if (arguments.Length != 1 || !CodePlaces.TryNumber(arguments[0], out ulong number) || number > uint.MaxValue)
            return "the number of a register is expected\n";
        return machine.Processor.TryReadMsr((uint)number, out ulong value)
            ? $"{Msrs.Find((uint)number)?.Name} {value:x16}\n"
            : "this processor has no such register\n";
    }

    private static string Time(Machine machine) =>
        $"{machine.Processor.Instructions} instructions, {machine.Board.Clock.Now} ns\n";

    private static string Reset(Machine machine)
    {
        machine.WasChangedByDebugger = true;
        machine.Board.Reset();
        return "reset\n";
    }

    private static bool TryAddress(Machine machine, string text, out ulong address)
    {
        if (CodePlaces.TryNumber(text, out address))
            return true;
        DebugSymbol? symbol = machine.DebugInfo?.Symbols.FirstOrDefault(symbol => symbol.Name == text);
        address = symbol?.Value ?? 0;
        return symbol is not null;
    }
}
