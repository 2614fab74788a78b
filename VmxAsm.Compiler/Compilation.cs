using System.Globalization;
using System.Runtime.ExceptionServices;
using VmxAsm.Architecture.Images;
using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Directives.Structures;
using VmxAsm.Compiler.Expansion;
using VmxAsm.Compiler.Images;
using VmxAsm.Compiler.Layout;
using VmxAsm.Compiler.Linking;
using VmxAsm.Compiler.Linking.Elf;
using VmxAsm.Compiler.Lints;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler;

/// <summary>An assembled source.</summary>
/// <param name="Object">Null when there were errors.</param>
/// <param name="Bytes">The ELF file; empty when there were errors.</param>
/// <param name="Diagnostics">In source order.</param>
/// <param name="Sources">To render the diagnostics with.</param>
/// <param name="Listing">Null unless one was asked for; made for a source with errors as well.</param>
public sealed record ObjectResult(
    ObjectFile? Object,
    ReadOnlyMemory<byte> Bytes,
    IReadOnlyList<Diagnostic> Diagnostics,
    SourceSet Sources,
    string? Listing)
{
    public bool Success => Object is not null;

    /// <summary>What <c>.print</c> said.</summary>
    public IReadOnlyList<string> Printed { get; init; } = [];

    /// <summary>Files read, for <c>--MD</c>: the source, what it includes, what <c>.incbin</c> takes.</summary>
    public IReadOnlyList<string> Dependencies { get; init; } = [];
}

/// <summary>A linked image.</summary>
/// <param name="Image">Empty when there were errors.</param>
/// <param name="Diagnostics">In source order.</param>
/// <param name="Sources">To render the diagnostics with.</param>
public sealed record BuildResult(
    bool Success,
    ReadOnlyMemory<byte> Image,
    IReadOnlyList<Diagnostic> Diagnostics,
    SourceSet Sources,
    string? Listing)
{
    internal Lazy<DebugInfo>? LazyDebugInfo { get; init; }

    /// <summary>Lines, symbols and structures at their physical addresses, made when first asked for; null when there were errors.</summary>
    public DebugInfo? DebugInfo => LazyDebugInfo?.Value;

    /// <summary>What was linked, for maps and symbol files; null when there were errors.</summary>
    public LinkedProgram? Program { get; init; }

    /// <summary>The format asked for, or that which the linker script chose; null when there were errors.</summary>
    public ImageFormat? Format { get; init; }

    /// <summary>What <c>.print</c> said.</summary>
    public IReadOnlyList<string> Printed { get; init; } = [];

    public IReadOnlyList<string> Dependencies { get; init; } = [];
}

/// <summary>Every pass in order.</summary>
public static class Compilation
{
    /// <summary>Assembles one source into an object file. <paramref name="path"/> is <c>-</c> for standard input.</summary>
    public static ObjectResult Assemble(string path, CompilationOptions options)
    {
        SourceSet sources = new();
        DiagnosticBag diagnostics = new(options.Warnings);
        SourceText? text = Read(path, options.Contents.GetValueOrDefault(path), sources, diagnostics);
        return text is null
            ? new ObjectResult(null, default, diagnostics.InSourceOrder(sources), sources, null)
            : Assemble(text, sources, diagnostics, options);
    }

    /// <summary>Assembles a text that is in memory.</summary>
    public static ObjectResult Assemble(string name, ReadOnlySpan<byte> source, CompilationOptions options)
    {
        SourceSet sources = new();
        return Assemble(sources.Add(name, source), sources, new DiagnosticBag(options.Warnings), options);
    }

    private static ObjectResult Assemble(SourceText text, SourceSet sources, DiagnosticBag diagnostics, CompilationOptions options)
    {
        Assembler assembler = new(options, sources, diagnostics, options.Listing);
        ObjectFile made = AssembleOne(assembler, text, allowExpressions: false);
        assembler.Structures?.CheckUnlinked();
        ObjectFile? file = diagnostics.HasErrors ? null : made;
        if (file is not null && options.CompressesDebugSections)
            CompressedSection.CompressDebugInformation(file);
        IReadOnlyList<Diagnostic> messages = diagnostics.InSourceOrder(sources);
        return new ObjectResult(
            file,
            file is null ? default : ElfObjectWriter.Write(file),
            messages,
            sources,
            options.Listing ? WriteListing(sources, [made], [assembler], null, messages, options) : null)
        {
            Dependencies = [text.Name, .. assembler.State.Dependencies],
            Printed = assembler.State.Printed,
        };
    }

    /// <summary>Assembles and links sources (.s), objects and archives into a bootable image.</summary>
    public static BuildResult Build(IReadOnlyList<string> inputs, CompilationOptions options)
    {
        SourceSet sources = new();
        DiagnosticBag diagnostics = new(options.Warnings);
        List<string> dependencies = [];
        List<LinkInput> linked = [];
        List<Assembler> assemblers = [];
        List<ObjectFile> objects = [];
        inputs = [.. inputs, .. FindLibraries(options, diagnostics)];
        ReadFile[] files = ReadFiles(inputs, options);
        for (int i = 0; i < files.Length; i++)
        {
            string path = inputs[i];
            if (files[i].Complaints is { } complaints)
            {
                dependencies.Add(path);
                foreach (Diagnostic complaint in complaints.InSourceOrder(sources))
                    diagnostics.Report(complaint);
                if (files[i].Object is { } input)
                    linked.Add(input);
            }
            else if (Read(path, files[i].Content, sources, diagnostics) is { } text)
            {
                Assembler assembler = new(options, sources, diagnostics, recordLines: true) { IsWholeProgram = inputs.Count == 1 };
                assemblers.Add(assembler);
                ObjectFile file = AssembleOne(assembler, text, allowExpressions: true);
                objects.Add(file);
                linked.Add(file);
                dependencies.Add(text.Name);
                dependencies.AddRange(assembler.State.Dependencies);
            }
        }

        // With all objects at hand, names become addresses and the image takes its shape.
        BuiltImage? image = diagnostics.HasErrors ? null : Link(linked, sources, diagnostics, options);

        // The rules on processor structures that had to wait for addresses.
        if (image is not null)
        {
            StructureDirectives[] structures = [.. assemblers.Select(assembler => assembler.Structures).OfType<StructureDirectives>()];
            foreach (StructureDirectives source in structures)
                source.CheckLinked(image.Program, structures);
            if (!options.NoChecks && assemblers.Count > 0)
                ProgramCode.Check(image.Program, [.. structures.Select(source => source.Context.Structures)], diagnostics);
        }

        IReadOnlyList<Diagnostic> messages = diagnostics.InSourceOrder(sources);
        return new BuildResult(
            image is not null && !diagnostics.HasErrors,
            image?.Bytes ?? [],
            messages,
            sources,
            options.Listing ? WriteListing(sources, objects, assemblers, image, messages, options) : null)
        {
            Program = image?.Program,
            Format = image?.Format,
            LazyDebugInfo = image?.DebugInfo,
            Dependencies = [.. dependencies, .. image?.Program.FilesRead ?? []],
            Printed = [.. assemblers.SelectMany(assembler => assembler.State.Printed)],
        };
    }

    private static string WriteListing(
        SourceSet sources, List<ObjectFile> objects, List<Assembler> assemblers, BuiltImage? image, IReadOnlyList<Diagnostic> messages, CompilationOptions options) =>
        Listing.Write(
            sources,
            objects,
            assemblers.SelectMany(assembler => assembler.State.Symbols.InOrder),
            assemblers.SelectMany(assembler => assembler.Structures?.Comments(image?.Program) ?? []),
            messages,
            options.ListingContent,
            [.. assemblers.SelectMany(assembler => assembler.State.Skipped)]);

    private static IEnumerable<string> FindLibraries(CompilationOptions options, DiagnosticBag diagnostics)
    {
        foreach (string name in options.Libraries)
        {
            string file = LinkInput.LibraryName(name);
            if (options.LinkSearchPaths.Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists) is { } path)
                yield return path;
            else
                diagnostics.Report(LinkRules.Unreadable, SourceSpan.None, $"`-l {name}`: there is no `{file}` in the folders of `-L`");
        }
    }

    private static BuiltImage? Link(IReadOnlyList<LinkInput> inputs, SourceSet sources, DiagnosticBag diagnostics, CompilationOptions options)
    {
        ImageFormat format = ImageFormats.Find(options.ImageFormat) ?? throw new ArgumentException($"there is no image format {options.ImageFormat}");
        LinkOptions linkOptions = new()
        {
            Sources = sources,
            TextAddress = options.TextAddress,
            EntrySymbol = options.EntrySymbol,
            ScriptPaths = options.LinkerScripts,
            SectionAddresses = options.SectionAddresses,
            DefinedSymbols = Numbers(options.Definitions),
            SearchPaths = options.LinkSearchPaths,
            MaximumPageSize = options.MaximumPageSize ?? LinkOptions.DefaultPageSize,
            CommonPageSize = options.CommonPageSize ?? LinkOptions.DefaultPageSize,
            ProtectsRelro = options.ProtectsRelro,
            HasFormat = options.HasImageFormat,
            ScriptFormat = options.ScriptFormat,
            DropUnusedSections = options.DropUnusedSections,
            IsElfOutput = format is ImageFormat.Elf or ImageFormat.Multiboot,
        };
        return ImageBuilder.Build(inputs, format, linkOptions, diagnostics);
    }

    /// <summary>What <c>--defsym</c> says is for scripts and objects too where it is a number; an expression is for the sources only, which it may refer to.</summary>
    private static List<NamedValue> Numbers(IReadOnlyList<KeyValuePair<string, string>> definitions)
    {
        List<NamedValue> numbers = [];
        for (int i = 0; i < definitions.Count; i++)
        {
            string text = definitions[i].Value;
            bool isHexadecimal = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
            if (ulong.TryParse(isHexadecimal ? text.AsSpan(2) : text, isHexadecimal ? NumberStyles.HexNumber : NumberStyles.None, CultureInfo.InvariantCulture, out ulong value))
                numbers.Add(new NamedValue(definitions[i].Key, value));
        }

        return numbers;
    }

    /// <summary>From a text to an object, which is of use only when there were no errors.</summary>
    private static ObjectFile AssembleOne(Assembler assembler, SourceText text, bool allowExpressions)
    {
        // Statements become fragments one by one; GNU as's language is sequential.
        assembler.DefineFromCommandLine();
        assembler.Run(text);
        assembler.Finish();

        // From here on sizes are fixed and every label has its offset.
        new Layout.Relaxation(assembler.State).Run();

        // What is still not known becomes relocations.
        ObjectFile file = new ObjectBuilder(assembler.State, text.Name, allowExpressions).Build();
        assembler.Structures?.Structures.Describe(file);
        return file;
    }

    /// <summary>An input that has been looked at.</summary>
    /// <param name="Content">The file, where it had to be read whole.</param>
    /// <param name="Object">Null for a source, and for an object that cannot be used.</param>
    /// <param name="Complaints">About an object; null for a source.</param>
    private readonly record struct ReadFile(byte[]? Content, LinkInput? Object, DiagnosticBag? Complaints);

    /// <summary>So many files take longer to read than a second thread to start.</summary>
    private const int WorthDividing = 8;

    /// <summary>Reads objects and archives, which have nothing to do with each other: many of them side by side.</summary>
    private static ReadFile[] ReadFiles(IReadOnlyList<string> paths, CompilationOptions options)
    {
        var files = new ReadFile[paths.Count];
        int taken = -1;
        if (files.Length < WorthDividing || Environment.ProcessorCount == 1)
        {
            ReadRest();
            return files;
        }

        // A thread of our own starts in a tenth of the time that the pool and its parallel loops need.
        ExceptionDispatchInfo? failure = null;
        Thread second = new(ReadRestAside);
        second.Start();
        ReadRest();
        second.Join();
        failure?.Throw();
        return files;

        void ReadRestAside()
        {
            try
            {
                ReadRest();
            }
            catch (Exception error)
            {
                failure = ExceptionDispatchInfo.Capture(error);
            }
        }

        void ReadRest()
        {
            for (int i = Interlocked.Increment(ref taken); i < files.Length; i = Interlocked.Increment(ref taken))
                Read(i);
        }

        void Read(int i)
        {
            byte[]? content = options.Contents.GetValueOrDefault(paths[i]);
            if (!IsObjectOrArchive(paths[i], ref content))
            {
                files[i] = new ReadFile(content, null, null);
                return;
            }
            DiagnosticBag complaints = new();
            LinkInput? input = content is null ? LinkInput.ReadFile(paths[i], complaints) : LinkInput.Read(paths[i], content, complaints);
            files[i] = new ReadFile(content, input, complaints);
        }
    }

    /// <summary>What is no source is told by its first bytes; a name that ends as sources' do is not even looked into.</summary>
    /// <param name="content">The file, where it has been read; set here for what can be read only once, such as a pipe.</param>
    private static bool IsObjectOrArchive(string path, ref byte[]? content)
    {
        if (content is not null)
            return IsObjectOrArchive(content);
        switch (Path.GetExtension(path))
        {
            case ".s" or ".S" or ".asm" or ".inc":
                return false;
            case ".o" or ".a" or ".obj" or ".lib":
                return true;
        }
        if (path == "-")
            return false;
        try
        {
            using FileStream file = File.OpenRead(path);
            if (!file.CanSeek)
                return IsObjectOrArchive(content = ReadToEnd(file));
            Span<byte> start = stackalloc byte[8];
            return IsObjectOrArchive(start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            // Reading it as a source says what is wrong.
            return false;
        }
    }

    private static bool IsObjectOrArchive(ReadOnlySpan<byte> start) =>
        Archive.IsArchive(start) || ElfObjectReader.IsElf(start) || start.StartsWith<byte>([0x42, 0x43, 0xC0, 0xDE]);

    private static SourceText? Read(string path, byte[]? content, SourceSet sources, DiagnosticBag diagnostics)
    {
        if (ForeignSource.Advice(path) is { } advice && (content is not null || File.Exists(path)))
        {
            diagnostics.Report(LinkRules.UnknownInput, SourceSpan.None, advice);
            return null;
        }
        try
        {
            if (path != "-")
                return content is null ? sources.AddFile(path) : sources.Add(path, content);
            using Stream input = Console.OpenStandardInput();
            return sources.Add("{standard input}", content ?? ReadToEnd(input));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            diagnostics.Report(DirectiveRules.FileNotFound, SourceSpan.None, $"`{path}` cannot be read: {FileSearch.Reason(error)}");
            return null;
        }
    }

    private static byte[] ReadToEnd(Stream input)
    {
        using MemoryStream memory = new();
        input.CopyTo(memory);
        return memory.ToArray();
    }
}
