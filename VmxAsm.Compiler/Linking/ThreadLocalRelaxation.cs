namespace VmxAsm.Compiler.Linking;

/// <summary>
/// Thread-local variables of position-independent code are found by calling <c>__tls_get_addr</c>, or through an entry of the GOT. In a static program their
/// distance from the thread pointer is known, so the compiler's fixed sequences of instructions become a load of the thread
/// pointer and an addition ("ELF Handling For Thread-Local Storage", "Linker Optimizations"). The sequences keep their length; the relocation of the call is
/// spent with them.
/// </summary>
internal static class ThreadLocalRelaxation
{
    /// <summary>Relocations that mean nothing but a sequence to be rewritten.</summary>
    public static bool Rewrites(RelocationType type) => type.Formula is >= RelocationFormula.ThreadGeneralDynamic and <= RelocationFormula.NegativeThreadLoad;

    /// <summary>Of these, those that start a sequence with a call, which has a relocation of its own.</summary>
    public static bool IsCall(RelocationType type) => type.Formula is RelocationFormula.ThreadGeneralDynamic or RelocationFormula.ThreadLocalDynamic;

    private static ReadOnlySpan<byte> LoadPointer64 => [0x64, 0x48, 0x8B, 0x04, 0x25, 0, 0, 0, 0];

    private static ReadOnlySpan<byte> LoadPointer32 => [0x65, 0xA1, 0, 0, 0, 0];

    /// <summary>Rewrites a sequence. False when the bytes around the relocation are not one that the ABI lists.</summary>
    /// <param name="bytes">The section.</param>
    /// <param name="at">The relocation's field.</param>
    /// <param name="offset">The variable's distance from the thread pointer: negative.</param>
    public static bool Apply(Span<byte> bytes, int at, RelocationType type, bool is64, long offset) => (type.Formula, is64) switch
    {
        (RelocationFormula.ThreadGeneralDynamic, true) => GeneralDynamic64(bytes, at, offset),
        (RelocationFormula.ThreadGeneralDynamic, false) => GeneralDynamic32(bytes, at, offset),
        (RelocationFormula.ThreadLocalDynamic, true) => LocalDynamic64(bytes, at),
        (RelocationFormula.ThreadLocalDynamic, false) => LocalDynamic32(bytes, at),
        (RelocationFormula.ThreadDescriptor, true) => Descriptor64(bytes, at, offset),
        (RelocationFormula.ThreadDescriptor, false) => Descriptor32(bytes, at, offset),
        (RelocationFormula.ThreadDescriptorCall, _) => DescriptorCall(bytes, at),
        _ => NegativeLoad32(bytes, at, offset),
    };

    /// <summary>lea x@tlsdesc(%rip), %reg -> mov $x@tpoff, %reg.</summary>
    private static bool Descriptor64(Span<byte> bytes, int at, long offset)
    {
        if (at < 3 || bytes.Length - at < 4 || (bytes[at - 3] & 0xFB) != 0x48 || bytes[at - 2] != 0x8D || (bytes[at - 1] & 0xC7) != 0x05)
            return false;
        int rex = bytes[at - 3], register = (bytes[at - 1] >> 3) & 7;
        bytes[at - 3] = (byte)(rex & 0x48 | (rex & 4) >> 2);
        bytes[at - 2] = 0xC7;
        bytes[at - 1] = (byte)(0xC0 | register);
        RelocationField.Store(bytes[at..], 4, offset);
        return RelocationField.Fits(offset, 4, OverflowRule.Signed);
    }

    /// <summary>lea x@tlsdesc(%ebx), %reg -> lea x@ntpoff, %reg.</summary>
    private static bool Descriptor32(Span<byte> bytes, int at, long offset)
    {
        if (at < 2 || bytes.Length - at < 4 || bytes[at - 2] != 0x8D || (bytes[at - 1] & 0xC7) != 0x83)
            return false;
        bytes[at - 1] = (byte)(bytes[at - 1] & 0x38 | 0x05);
        RelocationField.Store(bytes[at..], 4, offset);
        return true;
    }

    /// <summary>call *x@tlscall(%rax) -> xchg %ax, %ax.</summary>
    private static bool DescriptorCall(Span<byte> bytes, int at)
    {
        if (bytes.Length - at < 2 || bytes[at] != 0xFF || bytes[at + 1] != 0x10)
            return false;
        (bytes[at], bytes[at + 1]) = (0x66, 0x90);
        return true;
    }

    /// <summary>mov, sub, add x@gottpoff(%ebx), %reg -> mov, sub, add $-x@ntpoff, %reg.</summary>
    private static bool NegativeLoad32(Span<byte> bytes, int at, long offset)
    {
        if (at < 2 || bytes.Length - at < 4 || (bytes[at - 1] & 0xC0) != 0x80 || (bytes[at - 1] & 7) == 4 || bytes[at - 2] is not (0x8B or 0x2B or 0x03))
            return false;
        ToImmediate32(bytes, at);
        RelocationField.Store(bytes[at..], 4, -offset);
        return true;
    }

    private static void ToImmediate32(Span<byte> bytes, int at)
    {
        int register = (bytes[at - 1] >> 3) & 7;
        (bytes[at - 2], bytes[at - 1]) = bytes[at - 2] switch
        {
            0x8B => ((byte)0xC7, (byte)(0xC0 | register)),
            0x2B => ((byte)0x81, (byte)(0xE8 | register)),
            _ => ((byte)0x81, (byte)(0xC0 | register)),
        };
    }

    /// <summary>data16 lea x@tlsgd(%rip), %rdi; data16 data16 rex.W call __tls_get_addr -> mov %fs:0, %rax; lea x@tpoff(%rax), %rax.</summary>
    private static bool GeneralDynamic64(Span<byte> bytes, int at, long offset)
    {
        if (at < 4 || bytes.Length - at < 12 || !bytes[(at - 4)..at].SequenceEqual<byte>([0x66, 0x48, 0x8D, 0x3D]))
            return IsLargeSequence(bytes, at) && LargeGeneralDynamic64(bytes, at, offset);
        ReadOnlySpan<byte> call = bytes.Slice(at + 4, 4);
        if (!call.SequenceEqual<byte>([0x66, 0x66, 0x48, 0xE8]) && !call.SequenceEqual<byte>([0x66, 0x48, 0xFF, 0x15]) && !call.SequenceEqual<byte>([0x66, 0x48, 0x67, 0xE8]))
            return false;
        LoadPointer64.CopyTo(bytes[(at - 4)..]);
        ((ReadOnlySpan<byte>)[0x48, 0x8D, 0x80]).CopyTo(bytes[(at + 5)..]);
        RelocationField.Store(bytes[(at + 8)..], 4, offset);
        return true;
    }

    /// <summary>The call of the large code model: lea x@tlsgd(%rip), %rdi; movabs $__tls_get_addr@pltoff, %rax; add %rbx or %r15, %rax; call *%rax.</summary>
    private static bool IsLargeSequence(ReadOnlySpan<byte> bytes, int at) =>
        at >= 3 && bytes.Length - at >= 19 && bytes[(at - 3)..at].SequenceEqual<byte>([0x48, 0x8D, 0x3D]) && bytes.Slice(at + 4, 2).SequenceEqual<byte>([0x48, 0xB8])
        && (bytes.Slice(at + 14, 5).SequenceEqual<byte>([0x48, 0x01, 0xD8, 0xFF, 0xD0]) || bytes.Slice(at + 14, 5).SequenceEqual<byte>([0x4C, 0x01, 0xF8, 0xFF, 0xD0]));

    private static bool LargeGeneralDynamic64(Span<byte> bytes, int at, long offset)
    {
        LoadPointer64.CopyTo(bytes[(at - 3)..]);
        ((ReadOnlySpan<byte>)[0x48, 0x8D, 0x80, 0, 0, 0, 0, 0x66, 0x0F, 0x1F, 0x44, 0, 0]).CopyTo(bytes[(at + 6)..]);
        RelocationField.Store(bytes[(at + 9)..], 4, offset);
        return true;
    }

    /// <summary>lea x@tlsld(%rip), %rdi; call __tls_get_addr -> mov %fs:0, %rax, with prefixes to fill.</summary>
    private static bool LocalDynamic64(Span<byte> bytes, int at)
    {
        if (at < 3 || bytes.Length - at < 9 || !bytes[(at - 3)..at].SequenceEqual<byte>([0x48, 0x8D, 0x3D]))
            return false;
        if (IsLargeSequence(bytes, at))
        {
            ((ReadOnlySpan<byte>)[0x66, 0x66, 0x66, 0x66, 0x2E, 0x0F, 0x1F, 0x84, 0, 0, 0, 0, 0]).CopyTo(bytes[(at - 3)..]);
            LoadPointer64.CopyTo(bytes[(at + 10)..]);
            return true;
        }
        bool isIndirect = bytes[at + 4] is 0xFF or 0x67;
        if (isIndirect ? bytes.Length - at < 10 || bytes[at + 5] is not (0x15 or 0xE8) : bytes[at + 4] != 0xE8)
            return false;
        int prefixes = isIndirect ? 4 : 3;
        bytes.Slice(at - 3, prefixes).Fill(0x66);
        LoadPointer64.CopyTo(bytes[(at - 3 + prefixes)..]);
        return true;
    }

    /// <summary>lea x@tlsgd(,%ebx,1), %eax; call ___tls_get_addr -> mov %gs:0, %eax; sub $-offset, %eax.</summary>
    private static bool GeneralDynamic32(Span<byte> bytes, int at, long offset)
    {
        bool hasIndex = at >= 3 && bytes[at - 3] == 0x8D && bytes[at - 2] == 0x04;
        int start = hasIndex ? at - 3 : at - 2;
        if (start < 0 || bytes.Length - start < 12 || bytes[start] != 0x8D)
            return false;
        byte call = bytes[at + 4];
        bool isKnown = hasIndex ? call == 0xE8 : (bytes[at - 1] & 0xF8) == 0x80 && call is 0xE8 or 0xFF or 0x67;
        if (!isKnown)
            return false;
        LoadPointer32.CopyTo(bytes[start..]);
        ((ReadOnlySpan<byte>)[0x81, 0xE8]).CopyTo(bytes[(start + 6)..]);
        RelocationField.Store(bytes[(start + 8)..], 4, -offset);
        return true;
    }

    /// <summary>lea x@tlsldm(%ebx), %eax; call ___tls_get_addr -> mov %gs:0, %eax; no-operations.</summary>
    private static bool LocalDynamic32(Span<byte> bytes, int at)
    {
        if (at < 2 || bytes.Length - at < 9 || bytes[at - 2] != 0x8D || (bytes[at - 1] & 0xF8) != 0x80)
            return false;
        bool isIndirect = bytes[at + 4] is 0xFF or 0x67;
        if (!isIndirect && bytes[at + 4] != 0xE8 || isIndirect && bytes.Length - at < 10)
            return false;
        LoadPointer32.CopyTo(bytes[(at - 2)..]);
        ReadOnlySpan<byte> fill = isIndirect ? [0x8D, 0xB6, 0, 0, 0, 0] : [0x90, 0x8D, 0x74, 0x26, 0x00];
        fill.CopyTo(bytes[(at + 4)..]);
        return true;
    }

    /// <summary>i386 initial exec: a load of the offset from the GOT becomes the offset. False for an instruction that is none of those that compilers emit.</summary>
    public static bool AppliesToLoad32(ReadOnlySpan<byte> bytes, int at, RelocationType type)
    {
        if (at >= 1 && type.Formula == RelocationFormula.ThreadGotEntryAbsolute && bytes[at - 1] == 0xA1)
            return true;
        if (at < 2)
            return false;
        byte opcode = bytes[at - 2];
        int mode = bytes[at - 1] & 0xC7;
        bool isAddress = type.Formula == RelocationFormula.ThreadGotEntryAbsolute ? mode == 0x05 : (mode & 0xC0) == 0x80 && mode != 0x84;
        return isAddress && (opcode is 0x8B or 0x03 || opcode == 0x2B && type.Formula == RelocationFormula.ThreadGotEntry);
    }

    /// <summary>mov x@indntpoff, %reg -> mov $x@ntpoff, %reg; add -> add.</summary>
    public static void ApplyLoad32(Span<byte> bytes, int at, long offset)
    {
        if (bytes[at - 1] == 0xA1 && (at < 2 || bytes[at - 2] is not (0x8B or 0x03)))
        {
            bytes[at - 1] = 0xB8;
        }
        else
        {
            ToImmediate32(bytes, at);
        }
        RelocationField.Store(bytes[at..], 4, offset);
    }
}
