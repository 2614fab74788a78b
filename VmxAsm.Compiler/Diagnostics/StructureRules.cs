namespace VmxAsm.Compiler.Diagnostics;

/// <summary>E06xx: the blocks that describe processor structures, and what the manual demands of those structures.</summary>
public static class StructureRules
{
    public static readonly DiagnosticRule UnclosedBlock = new("E0601", Severity.Error,
        "a block ends with its end directive",
        "A block such as `.gdt NAME` reaches to `.endgdt`. The source ended, or another block began, before this one was closed.");

    public static readonly DiagnosticRule OutsideBlock = new("E0602", Severity.Error,
        "an entry stands inside its block",
        "Entries such as `.descriptor`, `.gate`, `.map` and `.msr` belong to the block that they describe a part of, and an end directive to the "
        + "block that it closes.");

    public static readonly DiagnosticRule ForeignStatement = new("E0603", Severity.Error,
        "a block holds entries only",
        "Between the two ends of a block stand its entries, labels, and `key = value` lines. Macros, conditionals, repetitions and `.include` work there; "
        + "instructions and data do not, since they would land in the middle of the structure.");

    public static readonly DiagnosticRule UnknownKey = new("E0604", Severity.Error,
        "the key is none of this directive's",
        "Each directive takes the keys that docs/language.md lists for it. Most often this is a slip of the pen; the nearest name is suggested.");

    public static readonly DiagnosticRule MissingKey = new("E0605", Severity.Error,
        "a key without a safe default must be given",
        "Most keys have a default that is the safe, common choice. This one has none: leaving it out would make a structure that cannot work.");

    public static readonly DiagnosticRule DuplicateKey = new("E0606", Severity.Error,
        "a key is given once",
        "The same key, field, vector or entry was given twice in one block. Both values cannot hold, so neither is taken in silence.");

    public static readonly DiagnosticRule WrongKind = new("E0607", Severity.Error,
        "the value is of another kind than the key takes",
        "Keys take numbers and addresses (any expression), words from a list, ranges `a..b`, registers, or composites such as `v86(0x1000)`.");

    public static readonly DiagnosticRule OutOfRange = new("E0608", Severity.Error,
        "the value does not fit its field",
        "The field of the structure has fewer bits than the value, or the manual allows fewer values than the bits could hold.");

    public static readonly DiagnosticRule Misaligned = new("E0609", Severity.Error,
        "the address is not aligned as the processor demands",
        "Pages, page tables, bitmaps, the VMXON region and the VMCS start on 4-KByte boundaries, large pages on boundaries of their own size.");

    public static readonly DiagnosticRule Overlap = new("E0610", Severity.Error,
        "two entries claim the same place",
        "Two maps cover the same linear address, or two gates the same vector. The processor can hold only one of them.");

    public static readonly DiagnosticRule UnknownWord = new("E0611", Severity.Error,
        "the word is none that stands here",
        "Types, flags and control bits have the names of the manual, written in lower case with underscores; registers' bits keep their capitals.");

    public static readonly DiagnosticRule WrongMode = new("E0612", Severity.Error,
        "the format does not go with the processor's mode or with the rest of the structure",
        "16-, 32- and 64-bit forms of a structure differ in size and layout, and some exist in one mode only.");

    public static readonly DiagnosticRule TooManyEntries = new("E0613", Severity.Error,
        "the table is full",
        "A descriptor table holds at most 8192 entries of 8 bytes, an interrupt descriptor table 256 gates, an MSR list what IA32_VMX_MISC says.");

    public static readonly DiagnosticRule NoSuchStructure = new("E0614", Severity.Error,
        "no block of this name and kind exists",
        "The name is looked up when the whole source has been read, so the block may stand further down; but it must be there.");

    public static readonly DiagnosticRule NotYetKnown = new("E0615", Severity.Error,
        "the value must be known where it stands",
        "How many bytes a structure takes must be known before addresses are given out, so the values that decide it may not depend on addresses.");

    public static readonly DiagnosticRule Unreachable = new("E0616", Severity.Error,
        "the address is beyond what the format can express",
        "Legacy page tables reach 4 GBytes of linear addresses (physical ones too, without PSE-36); 4-level ones reach 48 bits, sign-extended.");

    public static readonly DiagnosticRule EntryCheckFails = new("E0617", Severity.Error,
        "VM entry would fail",
        "VMLAUNCH and VMRESUME check controls, host state and guest state, and a VMCS that breaks one rule is refused. What the source says is enough to "
        + "know that this one breaks the rule named. `--no-check` builds it all the same, to watch it fail.");

    public static readonly DiagnosticRule UnsupportedControl = new("E0618", Severity.Error,
        "the processor model does not have this control or field",
        "Which controls may be set is told by the capability MSRs, and they differ between processors. Choose another one with `--cpu`, or do without.");

    public static readonly DiagnosticRule BadDescriptor = new("E0619", Severity.Error,
        "a descriptor breaks a rule of the manual",
        "SDM volume 3, \"Segment Descriptors\" and \"System Descriptor Types\", say which types, limits and attributes go together.");

    public static readonly DiagnosticRule BadGate = new("E0620", Severity.Error,
        "a gate breaks a rule of the manual",
        "SDM volume 3, \"Call Gates\" and \"IDT Descriptors\": a gate leads to a code segment (a task gate to a TSS), and its offset must fit the gate's size.");

    public static readonly DiagnosticRule BadTaskState = new("E0621", Severity.Error,
        "a task-state segment breaks a rule of the manual",
        "SDM volume 3, \"Task-State Segment (TSS)\" and \"I/O Permission Bit Map\": least limits, and a byte of ones behind the bitmap.");

    public static readonly DiagnosticRule BadPageTable = new("E0622", Severity.Error,
        "a page-table entry breaks a rule of the manual",
        "SDM volume 3, \"Paging\" and \"EPT Translation Mechanism\": reserved bits are zero, and not every combination of permissions exists.");

    public static readonly DiagnosticRule MalformedValue = new("E0623", Severity.Error,
        "the text is no value",
        "A value is an expression, a word, a range `a..b`, a register such as `%cr3`, an entry `table:name`, or a composite such as `v86(0x1000)`.");

    public static readonly DiagnosticRule StrictMode = new("E0624", Severity.Error,
        "`--gnu` accepts the directives of GNU as only",
        "In strict mode a source that uses one of vmxasm's own directives is refused, as GNU as would refuse it.");

    public static readonly DiagnosticRule NoSuchSelector = new("W0641", Severity.Warning,
        "the selector hits no descriptor of its table",
        "A selector's upper 13 bits index the GDT, or the LDT when bit 2 is set. This one points past the table's end, at its null entry, or into the middle of a "
        + "16-byte descriptor. Loading it raises #GP.");

    public static readonly DiagnosticRule TruncatedNaturalWidth = new("W0642", Severity.Warning,
        "a VMCS value and the place for it differ in width",
        "VMREAD and VMWRITE move 4 bytes in 32-bit code and 8 bytes in 64-bit code, whatever the field's width. Two things go wrong by that.\n\n"
        + "A natural-width field is 64 bits wide on a processor with 64-bit mode, but VMWRITE in 32-bit code writes its lower half and clears the upper one. "
        + "A value above 4 GBytes, or a negative one, changes its meaning: load the VMCS in 64-bit code, or use a value that fits.\n\n"
        + "In 64-bit code, VMREAD to a variable made with `.long` overwrites the 4 bytes behind it, and VMWRITE from one takes them for the upper half: make the variable a "
        + "`.quad`, or go through a register (`vmread %rdx, %rax; mov %eax, variable`).");

    public static readonly DiagnosticRule UnterminatedBitmap = new("W0643", Severity.Warning,
        "an I/O permission bitmap lacks its terminating byte of ones",
        "The processor reads two bytes of the map for each port. Without a byte of ones inside the limit behind the last one, ports at the end fault "
        + "even where their bits allow them: see SDM volume 1, \"I/O Permission Bit Map\".");

    public static readonly DiagnosticRule UartNotSetUp = new("W0644", Severity.Warning,
        "the UART is used before its line-control register is set",
        "The word length in the line-control register is 5 bits after reset, and the UART drops the upper bits of each byte sent. Write 3 (8N1) to it first.");

    public static readonly DiagnosticRule NothingToIntercept = new("W0645", Severity.Warning,
        "a bitmap is given but the control that uses it is off",
        "The processor reads the I/O or MSR bitmaps only when the processor-based control `use_io_bitmaps` or `use_msr_bitmaps` is 1.");

    public static readonly DiagnosticRule HaltWithoutInterrupts = new("W0646", Severity.Warning,
        "a loop waits with HLT while interrupts are off",
        "HLT stops the processor until an interrupt arrives. With interrupts off (CLI) only NMI, SMI, INIT and reset end it, so a loop such as\n\n"
        + "        cli\n1:      hlt\n        cmpb    $0, key_pressed\n        je      1b\n\n"
        + "never looks at its condition. Put STI directly in front of the HLT: it lets interrupts in only after the next instruction, so none is lost in between.\n\n"
        + "A bare `cli; 1: hlt; jmp 1b`, the usual way to stop for good, is not reported: nothing in it waits. Reported is a loop that does something after its "
        + "HLT, is reached from a CLI in a straight line without STI, POPF, IRET, INT or a call in between, and into which no branch leads from elsewhere. A program "
        + "that executes VMLAUNCH or VMRESUME is left alone, since its monitor may be watching for the HLT.");

    public static readonly DiagnosticRule NoStackSelector = new("W0647", Severity.Warning,
        "a task-state segment has a stack pointer without its selector",
        "When an interrupt or a call gate leads to a more privileged ring, the processor loads both SS and ESP from the TSS (`ss0` and `esp0` for ring 0). A null "
        + "selector there raises #TS, and while an exception is being delivered that soon becomes a triple fault. Give the selector of a writable data "
        + "segment whose DPL and RPL are those of the ring. A 64-bit TSS has no such fields: there SS becomes null by itself.");

    public static readonly DiagnosticRule MapNotPresent = new("W0648", Severity.Warning,
        "a map's flags lack the one that makes its pages usable",
        "An entry without `present` (in EPT: without any of `read`, `write` and `execute`) translates nothing: each access is a page fault or an EPT violation, and the other "
        + "flags are ignored. Without flags a map is `present | writable`, but flags that are given replace these. A hole that is meant is written `none`.");

    public static readonly DiagnosticRule WrongPageTables = new("W0649", Severity.Warning,
        "the guest's paging mode does not fit its page tables",
        "How the processor reads what `guest.cr3` points to follows from the guest's mode alone: IA-32e mode (the entry control `ia32e_mode_guest`) reads four levels of 8-byte "
        + "entries, CR4.PAE three, and without either there are two levels of 4-byte entries, in which bit 7 means a 4-MByte page only when CR4.PSE is 1. Tables of another "
        + "format map the wrong memory or nothing: the guest dies of a triple fault with its first instruction.\n\n"
        + "Give `guest.cr4` and `entry` the bits of the block's `format=`, or the block the format of the guest. The same is reported for a guest with paging on and no `guest.cr3`.");

    public static readonly DiagnosticRule LimitCutsStructure = new("W0650", Severity.Warning,
        "a descriptor's limit leaves out the end of its structure",
        "The limit is the offset of the last byte. What lies beyond it does not exist for the processor: ports of an I/O permission bitmap behind a TSS's limit are refused, and "
        + "selectors of an LDT behind its limit raise #GP. Leave `limit=` out where `base=` names a block, or write `limit=NAME.limit`.");

    public static IReadOnlyList<DiagnosticRule> All { get; } =
    [
        UnclosedBlock, OutsideBlock, ForeignStatement, UnknownKey, MissingKey, DuplicateKey, WrongKind, OutOfRange, Misaligned, Overlap, UnknownWord,
        WrongMode, TooManyEntries, NoSuchStructure, NotYetKnown, Unreachable, EntryCheckFails, UnsupportedControl, BadDescriptor, BadGate, BadTaskState,
        BadPageTable, MalformedValue, StrictMode, NoSuchSelector, TruncatedNaturalWidth, UnterminatedBitmap, UartNotSetUp, NothingToIntercept,
        HaltWithoutInterrupts, NoStackSelector, MapNotPresent, WrongPageTables, LimitCutsStructure,
    ];
}
