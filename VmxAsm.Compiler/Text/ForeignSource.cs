namespace VmxAsm.Compiler.Text;

/// <summary>Sources that no assembler of ours reads, told by their names: whoever hands one over wants to hear which object to hand over instead.</summary>
internal static class ForeignSource
{
    /// <param name="Extensions">Of the file, with the dot.</param>
    /// <param name="Language">With its article.</param>
    /// <param name="Command">What makes an object that needs nothing but the bare machine.</param>
    private readonly record struct Row(string[] Extensions, string Language, string Command);

    private static readonly Row[] Rows =
    [
        new([".c"], "a C source", "gcc -c -ffreestanding -fno-pic -mno-red-zone"),
        new([".cc", ".cpp", ".cxx", ".C"], "a C++ source", "g++ -c -ffreestanding -fno-pic -mno-red-zone -fno-exceptions -fno-rtti"),
        new([".rs"], "a Rust source", "rustc --crate-type=lib --emit=obj --target=x86_64-unknown-none"),
        new([".zig"], "a Zig source", "zig build-obj -target x86_64-freestanding"),
        new([".nasm"], "a source for NASM", "nasm -f elf64"),
    ];

    /// <summary>What to say about the file; null when its name is none of these.</summary>
    public static string? Advice(string path)
    {
        string extension = Path.GetExtension(path);
        Row row = Array.Find(Rows, row => row.Extensions.Contains(extension));
        return row.Language is null ? null
            : $"`{path}` is {row.Language} and no assembly; compile it with `{row.Command} {path}`, and give `{Path.ChangeExtension(Path.GetFileName(path), ".o")}`";
    }
}
