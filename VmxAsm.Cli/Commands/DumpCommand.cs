using System.CommandLine;
using System.Text.Json;
using VmxAsm.Architecture.Images;
using VmxAsm.Architecture.Paging;
using VmxAsm.Compiler;
using VmxAsm.Compiler.Dump;
using VmxAsm.Compiler.Images;
using VmxAsm.Compiler.Linking;

namespace VmxAsm.Cli.Commands;

/// <summary><c>vmxasm dump</c>: the processor's structures in a program or image, written back in the words of the language.</summary>
internal static class DumpCommand
{
    /// <summary>Where a BIOS puts the first sector, and so the default for an image that says nothing of its own.</summary>
    private const ulong BootSectorAddress = 0x7C00;

    private const int DefaultTableBytes = 256;

    private static readonly Argument<string[]> Inputs = Options.Files("FILE", "Sources, whose structures are all shown; or one image.");

    private static readonly Option<string[]> Gdt = Options.List("--gdt", "WHERE", "A global descriptor table at ADDRESS[:BYTES] or at a symbol.");
    private static readonly Option<string[]> Ldt = Options.List("--ldt", "WHERE", "A local descriptor table.");
    private static readonly Option<string[]> Idt = Options.List("--idt", "WHERE", "An interrupt descriptor table.");
    private static readonly Option<string[]> Tss = Options.List("--tss", "WHERE", "A task-state segment.");
    private static readonly Option<string[]> Pages = Options.List("--pages", "WHERE", "Page tables, by the address of their root.");
    private static readonly Option<string[]> Vmcs = Options.List("--vmcs", "NAME", "A VMCS by its name; needs debug information.");

    private static readonly Option<string?> Bits = Options.Choice("--bits", ["16", "32", "64"], "The format of the tables named; 32 by default.");

    private static readonly Option<string?> Paging = Options.Choice("--paging", [.. PagingFormats.All.Select(row => row.Name)], "The format of the page tables named; ia32e by default.");

    private static readonly Option<string?> Base = Options.Value("--base", "ADDRESS", "Where the image's first byte lies in memory; else as the image is booted, or 0x7C00.");

    private static readonly Option<string?> DebugInfoFile = Options.Value("--debug-info", "FILE", "Debug information of the image, as `build --debug-info` wrote it.");

    /// <summary>Kind of structure, and the option that asks for one of it.</summary>
    private static readonly (string Kind, Option<string[]> Option)[] Kinds =
        [("gdt", Gdt), ("ldt", Ldt), ("idt", Idt), ("tss", Tss), ("pagetables", Pages), ("vmcs", Vmcs)];

    public static TeachingCommand Create(CommandContext context)
    {
        TeachingCommand command = new("dump", "Show descriptor tables, task state, page tables and VMCSs in the words of the language.",
            [
                new("vmxasm dump examples/vm86demo.s", "every structure of a program"),
                new("vmxasm dump disk.img --gdt 0x7d20:24", "a table in an image, by its address"),
                new("vmxasm dump kernel.bin --base 0x100000 --pages 0x104000", "page tables"),
            ])
        {
            Inputs, Gdt, Ldt, Idt, Tss, Pages, Vmcs, Bits, Paging, Base, DebugInfoFile,
        };
        LinkCommandOptions.AddTo(command);
        CompilerOptions.AddTo(command);
        command.SetAction(context, Run);
        return command;
    }

    private static int Run(ParseResult parsed, CommandContext context)
    {
        string[] inputs = parsed.GetValue(Inputs)!;
        if (inputs.Length == 0)
            throw new UsageException("nothing to dump: name a source or an image");

        DiagnosticReporter reporter = new(parsed, context);
        DebugInfo? debugInfo = parsed.GetValue(DebugInfoFile) is { } path ? ReadDebugInfo(path) : null;
        ReadPhysicalMemory memory;
        byte[]? content = null;
        OptionPartners.Require(parsed, [Bits], Gdt, Ldt, Idt, Tss);
        OptionPartners.Require(parsed, [Paging], Pages);
        if (inputs.Length == 1 && !ImageFile.IsSource(inputs[0], out content))
        {
            OptionPartners.Refuse(parsed, CompilerOptions.OfSources, $"is about sources, and `{inputs[0]}` is an image");
            byte[] image = content ?? InputFile.Read(inputs[0]);
            ulong? start = parsed.GetValue(Base) is { } text ? (ulong)Numbers.ParseLong("--base", text) : null;
            IReadOnlyList<(ulong, ReadOnlyMemory<byte>)>? loaded = start is null ? LoadedImage.Stretches(image) : null;
            memory = new ImageMemory(loaded ?? [(start ?? BootSectorAddress, image)]).Read;
        }
        else
        {
            OptionPartners.Refuse(parsed, [Base, DebugInfoFile], "is about an image, and what is dumped is assembled");
            CompilationOptions options = LinkCommandOptions.Read(parsed, CompilerOptions.Read(parsed) with { ImageFormat = "flat" });
            if (content is not null)
                options = options with { Contents = new Dictionary<string, byte[]> { [inputs[0]] = content } };
            BuildResult result = Compilation.Build(inputs, options);
            reporter.Report(result.Diagnostics, result.Sources);
            if (!result.Success)
                return ExitCode.Of(result.Diagnostics);
            debugInfo = result.DebugInfo;
            memory = ImageMemory.Of(result).Read;
        }

        List<DebugStructure> structures = [.. Kinds.SelectMany(row => parsed.GetValue(row.Option)!.Select(text => Locate(row.Kind, text, debugInfo, parsed)))];
        if (structures.Count == 0)
            structures = debugInfo is null ? throw new UsageException("name what to show, as in `--gdt 0x7d20:24`, or give `--debug-info`") : [.. debugInfo.Structures];

        DumpedTables tables = ProgramDump.Tables(structures, memory);
        foreach (DebugStructure structure in structures)
        {
            if (ProgramDump.Structure(structure, memory, tables) is { } dump)
                context.Output.WriteLine(dump);
            else if (!debugInfo?.Structures.Contains(structure) ?? true)
                throw new UsageException($"the image has no bytes at 0x{structure.Address:x}; `--base` says where it lies");
        }

        return ExitCode.Success;
    }

    /// <summary>A structure by its name, by a symbol, or by its address.</summary>
    private static DebugStructure Locate(string kind, string text, DebugInfo? debugInfo, ParseResult parsed)
    {
        int colon = text.IndexOf(':');
        string place = colon < 0 ? text : text[..colon];
        if (debugInfo?.Structures.FirstOrDefault(structure => structure.Kind == kind && structure.Name == place) is { } known)
            return known;
        if (kind == "vmcs")
            throw new UsageException($"there is no VMCS `{place}` in the debug information");

        ulong address = debugInfo?.Symbols.FirstOrDefault(symbol => symbol.Name == place)?.PhysicalAddress
            ?? (place.Length > 0 && char.IsAsciiDigit(place[0]) ? (ulong)Numbers.ParseLong($"--{kind}", place) : throw new UsageException($"there is no symbol `{place}`"));
        int size = colon < 0 ? kind == "tss" ? 104 : DefaultTableBytes : Numbers.Parse($"--{kind}", text[(colon + 1)..]);
        string format = kind == "pagetables" ? parsed.GetValue(Paging) ?? "ia32e" : parsed.GetValue(Bits) ?? "32";
        return new DebugStructure(kind, format, place, address, (ulong)size, -1, 0, []);
    }

    private static DebugInfo ReadDebugInfo(string path)
    {
        try
        {
            DebugInfo? debugInfo = JsonSerializer.Deserialize(InputFile.Read(path), DebugInfoJson.Default.DebugInfo);
            if (debugInfo?.Version == DebugInfo.CurrentVersion)
                return debugInfo;
        }
        catch (JsonException)
        {
        }

        throw new UsageException($"`{path}` is not debug information of version {DebugInfo.CurrentVersion}");
    }

    /// <summary>Stretches of physical memory that an image fills.</summary>
    private sealed class ImageMemory(IReadOnlyList<(ulong Address, ReadOnlyMemory<byte> Bytes)> stretches)
    {
        /// <summary>The program at the physical addresses that its debug information uses.</summary>
        public static ImageMemory Of(BuildResult result)
        {
            LinkedProgram program = result.Program!;
            Dictionary<string, ulong> loaded = [];
            foreach (LinkedSymbol symbol in program.Symbols)
            {
                if (symbol.LoadAddress is { } address)
                    loaded.TryAdd(symbol.Name, address);
            }

            // A boot sector linked at 0 lies at 0x7C00 all the same: the symbols tell by how much the whole has moved.
            ulong displacement = result.DebugInfo!.Symbols
                .Where(symbol => symbol.PhysicalAddress is not null && loaded.ContainsKey(symbol.Name))
                .Select(symbol => symbol.PhysicalAddress!.Value - loaded[symbol.Name])
                .FirstOrDefault();
            return new ImageMemory([.. program.Loaded.Select(section => (section.LoadAddress + displacement, (ReadOnlyMemory<byte>)section.Data))]);
        }

        public ReadOnlyMemory<byte>? Read(ulong address, int count)
        {
            foreach ((ulong start, ReadOnlyMemory<byte> bytes) in stretches)
            {
                if (address >= start && address - start < (ulong)bytes.Length)
                    return bytes.Slice((int)(address - start), (int)Math.Min((ulong)count, (ulong)bytes.Length - (address - start)));
            }

            return null;
        }
    }
}
