namespace VmxAsm.Compiler.Diagnostics;

/// <summary>E05xx: object files, archives, linking, linker scripts and images.</summary>
public static class LinkRules
{
    private static readonly RuleTable Table = new();

    public static IReadOnlyList<DiagnosticRule> All => Table.Rows;

    public static readonly DiagnosticRule BadObject = Table.Add("E0501", Severity.Error,
        "an object file is an ELF relocatable file for i386 or x86-64, whole and consistent",
        "The file is damaged, cut short, or made for another processor. Compile it again, with `-m32` or `-m64`, and with `-c`.");

    public static readonly DiagnosticRule BadArchive = Table.Add("E0502", Severity.Error,
        "an archive is made by `ar`",
        "The file starts like an archive, but a member's header or size is damaged.");

    public static readonly DiagnosticRule UnknownInput = Table.Add("E0503", Severity.Error,
        "an input is a source, an ELF object or an archive",
        "Sources end in `.s` or `.S`; objects start with the ELF magic, archives with `!<arch>`.");

    public static readonly DiagnosticRule Unreadable = Table.Add("E0504", Severity.Error,
        "an input can be read",
        "The file does not exist, is a directory, or may not be read.");

    public static readonly DiagnosticRule UndefinedSymbol = Table.Add("E0505", Severity.Error,
        "every symbol that is used is defined in one of the inputs",
        "Name the object or archive that defines it, define it in the source, or declare it `.weak` when it may be missing (its value is then 0).");

    public static readonly DiagnosticRule DuplicateSymbol = Table.Add("E0506", Severity.Error,
        "a global symbol is defined once",
        "Two inputs define the same global symbol. Make one of them local (leave out `.globl`) or `.weak`.");

    public static readonly DiagnosticRule RelocationOverflow = Table.Add("E0507", Severity.Error,
        "the value of a relocation fits its field",
        "The address or distance that the linker computed needs more bits than the instruction or datum has. Often 16-bit code refers to an address above "
        + "64 KiB: subtract the segment's base, or place the section lower.");

    public static readonly DiagnosticRule UnsupportedRelocation = Table.Add("E0508", Severity.Error,
        "a relocation is one that static linking can satisfy",
        "The relocation needs a dynamic linker or is not part of the processor supplement. For C code try `-fno-pic`, and `-ftls-model=local-exec` for thread-local variables.");

    public static readonly DiagnosticRule SectionOverlap = Table.Add("E0509", Severity.Error,
        "no two sections occupy the same memory",
        "Two sections were given addresses that overlap.");

    public static readonly DiagnosticRule ImageTooBig = Table.Add("E0510", Severity.Error,
        "the program fits the image",
        "A boot sector holds 510 bytes, a floppy 1440 KiB; the addresses of a flat image may not be far apart either, because the gap between them is filled.");

    public static readonly DiagnosticRule NotBootable = Table.Add("E0511", Severity.Error,
        "an image is bootable by one of the known contracts",
        "Use `.boot entry=SYMBOL, load=ADDRESS`, a program whose first word is 0xABCD, or a boot sector of 512 bytes that ends in 0x55 0xAA; or ask for `--format flat` or `elf`.");

    public static readonly DiagnosticRule ExpressionFault = Table.Add("E0512", Severity.Error,
        "an expression over addresses has a value",
        "Division by zero, or a symbol without a value.");

    public static readonly DiagnosticRule ScriptSyntax = Table.Add("E0513", Severity.Error,
        "a linker script is written in the part of ld's language that vmxasm knows",
        "See docs/linking.md, \"Linker scripts\", for the commands that are understood.");

    public static readonly DiagnosticRule ScriptUnsupported = Table.Add("E0514", Severity.Error,
        "a linker script uses only commands that vmxasm has",
        "GNU ld has the command, vmxasm has not. See docs/linking.md, \"Linker scripts\".");

    public static readonly DiagnosticRule ScriptValue = Table.Add("E0515", Severity.Error,
        "an expression of a linker script has a value where it is used",
        "The expression uses a symbol, section or region that is unknown, divides by zero, or moves the location counter backwards.");

    public static readonly DiagnosticRule ScriptAssert = Table.Add("E0516", Severity.Error,
        "an ASSERT of the linker script holds",
        "The script itself asked for this check.");

    public static readonly DiagnosticRule RegionOverflow = Table.Add("E0517", Severity.Error,
        "sections fit their memory region",
        "The sections assigned to a region of MEMORY need more than its LENGTH.");

    public static readonly DiagnosticRule MissingEntry = Table.Add("W0518", Severity.Warning,
        "the entry symbol is defined",
        "Without it, the entry is the start of the first section of code.");

    public static readonly DiagnosticRule MultibootHeader = Table.Add("E0519", Severity.Error,
        "a multiboot kernel has a header in its first 8 KiB",
        "Multiboot specification, \"OS image format\": three 32-bit words, aligned to 4: 0x1BADB002, flags, and the checksum that makes their sum zero.");

    public static readonly DiagnosticRule EntryUnreachable = Table.Add("E0520", Severity.Error,
        "the entry of a boot program is reachable in real mode",
        "The loader enters the program in 16-bit real mode, where CS:IP reaches the first mebibyte.");

    public static readonly DiagnosticRule Unwritable = Table.Add("E0521", Severity.Error,
        "an output file can be written",
        "The directory does not exist, or may not be written to, or the disk is full.");

    public static readonly DiagnosticRule DiscardedSection = Table.Add("E0522", Severity.Error,
        "code that is kept does not refer to a section that is dropped",
        "The section was dropped by /DISCARD/ or as a duplicate of a COMDAT group.");

    public static readonly DiagnosticRule LoadOverlapsLoader = Table.Add("E0523", Severity.Error,
        "the program does not overwrite what loads it",
        "The boot loader works, with its buffers, below 0x7000 until the program is entered.");

    public static readonly DiagnosticRule ReservedMemory = Table.Add("W0524", Severity.Warning,
        "a program is loaded into memory that is RAM",
        "0x00000..0x004FF hold the interrupt vectors and the BIOS data, 0xA0000..0xFFFFF are video memory and ROM.");

    public static readonly DiagnosticRule CrossReference = Table.Add("E0525", Severity.Error,
        "sections that NOCROSSREFS keeps apart do not refer to each other",
        "The linker script lists output sections with `NOCROSSREFS` or `NOCROSSREFS_TO`, because they are not in memory at the same time. Move the symbol to a section that is "
        + "always there, or reach it by a table of addresses that is.");
}
