using VmxAsm.Compiler.Encoding;
using VmxAsm.Compiler.Linking;
using VmxAsm.Compiler.Symbols;
using VmxAsm.Compiler.Syntax;

namespace VmxAsm.Compiler.Layout;

/// <summary>
/// Which ELF relocation type a field wants: by its width, whether it is relative, and the <c>@</c> modifier (x86-64 and i386 psABI,
/// "Relocation Types"). -1 where the ABI has none.
/// </summary>
internal static class RelocationChooser
{
    /// <summary>R_X86_64_PC32, R_X86_64_PLT32.</summary>
    public const int PcRelative32 = 2, Plt32 = 4;

    public static int Choose(bool is64, in Fixup fixup, bool pcRelative, RelocationModifier modifier, Symbol? target)
    {
        // Inside the object a call needs no way around the procedure linkage table.
        if (modifier == RelocationModifier.Plt && pcRelative && fixup.Size == 4 && target is { IsDefined: true, IsPreemptible: false })
            return 2;
        if (modifier == RelocationModifier.TlsCall)
            return is64 ? 35 : 40;
        if (modifier != RelocationModifier.None)
            return is64 ? Modified64(fixup, pcRelative, modifier) : Modified32(fixup, modifier);
        if (target is not null && target.NameBytes.SequenceEqual("_GLOBAL_OFFSET_TABLE_"u8))
        {
            if (!is64 && fixup.Size == 4)
                return 10; // R_386_GOTPC
            if (is64 && fixup.Size is 4 or 8)
                return fixup.Size == 8 ? 29 : 26; // R_X86_64_GOTPC64, R_X86_64_GOTPC32
        }

        if (!is64)
        {
            // What 64-bit code extends with its sign, an i386 linker would not check.
            return (fixup.Size, pcRelative) switch
            {
                (1, false) => 22,
                (1, true) => 23,
                (2, false) => 20,
                (2, true) => 21,
                (4, false) => fixup.Kind == FieldKind.Signed ? -1 : 1,
                (4, true) => 2,
                _ => -1,
            };
        }

        return (fixup.Size, pcRelative) switch
        {
            (1, false) => 14,
            (1, true) => 15,
            (2, false) => 12,
            (2, true) => 13,
            (4, false) => fixup.Kind == FieldKind.Signed ? 11 : 10,
            (4, true) => fixup.IsBranch && fixup.Value.Constant == 0 ? Plt32 : PcRelative32,
            (8, false) => 1,
            (8, true) => 24,
            _ => -1,
        };
    }

    /// <summary>
    /// Branches to symbols that another file may define go by PLT32, a mark that they are branches. GNU as asks when it reads a call, and when it has chosen the
    /// length of a jump: a <c>.globl</c> behind the call comes too late.
    /// </summary>
    public static bool IsPlt(Symbol? target)
    {
        if (target is null || target.Binding != SymbolBinding.Local)
            return target is not null;
        while (target is { State: SymbolState.Equated, Value: { Add: not null, Subtract: null } })
            target = target.Value.Add;
        return !target.IsDefined;
    }

    private static int Modified64(in Fixup fixup, bool pcRelative, RelocationModifier modifier)
    {
        if (pcRelative && fixup.IsInstruction
            && modifier is RelocationModifier.Got or RelocationModifier.TpOff or RelocationModifier.DtpOff or RelocationModifier.Size)
            return -1;
        if (fixup.Size == 8)
        {
            return modifier switch
            {
                RelocationModifier.Got => 27,
                RelocationModifier.GotOff => 25,
                RelocationModifier.GotPcRel => 28,
                RelocationModifier.GotPlt => 30,
                RelocationModifier.PltOff => 31,
                RelocationModifier.TpOff => 18,
                RelocationModifier.DtpOff => 17,
                RelocationModifier.Size => 33,
                _ => -1,
            };
        }

        if (fixup.Size != 4)
            return -1;
        return modifier switch
        {
            RelocationModifier.Got => 3,
            RelocationModifier.Plt => 4,
            RelocationModifier.GotPcRel => !fixup.Relaxable ? 9 : fixup.HasRex ? 42 : 41,
            RelocationModifier.GotPcRelNoRelax => 9,
            RelocationModifier.TlsGd => 19,
            RelocationModifier.TlsLd => 20,
            RelocationModifier.DtpOff => 21,
            RelocationModifier.GotTpOff => 22,
            RelocationModifier.TpOff => 23,
            RelocationModifier.Size => 32,
            RelocationModifier.TlsDesc => 34,
            _ => -1,
        };
    }

    private static int Modified32(in Fixup fixup, RelocationModifier modifier)
    {
        if (fixup.Size != 4)
            return -1;
        return modifier switch
        {
            RelocationModifier.Got => fixup.Relaxable ? 43 : 3,
            RelocationModifier.Plt => 4,
            RelocationModifier.GotOff => 9,
            RelocationModifier.IndNtpOff => 15,
            RelocationModifier.GotNtpOff => 16,
            RelocationModifier.NtpOff => 17,
            RelocationModifier.TlsGd => 18,
            RelocationModifier.TlsLdm => 19,
            RelocationModifier.DtpOff => 32,
            RelocationModifier.GotTpOff => 33,
            RelocationModifier.TpOff => 34,
            RelocationModifier.Size => 38,
            RelocationModifier.TlsDesc => 39,
            _ => -1,
        };
    }

    /// <summary>Whether what the relocation names must be a thread-local variable.</summary>
    public static bool IsThreadLocal(bool is64, int type) => is64
        ? type is >= 17 and <= 23 or 34 or 35
        : type is >= 14 and <= 19 or >= 32 and <= 34 or 39 or 40;

    /// <summary>
    /// Whether the relocation must name the symbol itself even when it is local: the linker makes a GOT or TLS entry for a symbol, not for a place.
    /// A distance from the GOT in an i386 instruction is no entry, and GNU as lets it name the section.
    /// </summary>
    public static bool KeepsSymbol(bool is64, int type, bool isInstruction)
    {
        if (isInstruction && !is64 && type == 9)
            return false;
        return is64
            ? type is 3 or 9 or 17 or 18 or 19 or 20 or 21 or 22 or 23 or 25 or 26 or 27 or 28 or 29 or 30 or 31 or 32 or 33 or 34 or 35 or 41 or 42
            : type is 3 or 9 or 10 or 15 or 16 or 17 or 18 or 19 or 32 or 33 or 34 or 38 or 39 or 40 or 43;
    }
}
