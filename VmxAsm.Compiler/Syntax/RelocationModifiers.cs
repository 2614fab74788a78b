namespace VmxAsm.Compiler.Syntax;

/// <summary>The spellings of <see cref="RelocationModifier"/>.</summary>
internal static class RelocationModifiers
{
    /// <summary>The modifier of a name in either case, or <see cref="RelocationModifier.None"/>.</summary>
    public static RelocationModifier Parse(ReadOnlySpan<byte> name)
    {
        if (name.Length > 20)
            return RelocationModifier.None;
        Span<byte> upper = stackalloc byte[20];
        for (int i = 0; i < name.Length; i++)
            upper[i] = (uint)(name[i] - 'a') <= 'z' - 'a' ? (byte)(name[i] - 32) : name[i];
        return upper[..name.Length] switch
        {
            [] => RelocationModifier.None,
            var text when text.SequenceEqual("PLT"u8) => RelocationModifier.Plt,
            var text when text.SequenceEqual("GOTPCREL"u8) => RelocationModifier.GotPcRel,
            var text when text.SequenceEqual("GOTPCREL_NORELAX"u8) => RelocationModifier.GotPcRelNoRelax,
            var text when text.SequenceEqual("GOT"u8) => RelocationModifier.Got,
            var text when text.SequenceEqual("GOTOFF"u8) => RelocationModifier.GotOff,
            var text when text.SequenceEqual("GOTPLT"u8) => RelocationModifier.GotPlt,
            var text when text.SequenceEqual("GOTTPOFF"u8) => RelocationModifier.GotTpOff,
            var text when text.SequenceEqual("GOTNTPOFF"u8) => RelocationModifier.GotNtpOff,
            var text when text.SequenceEqual("INDNTPOFF"u8) => RelocationModifier.IndNtpOff,
            var text when text.SequenceEqual("NTPOFF"u8) => RelocationModifier.NtpOff,
            var text when text.SequenceEqual("TPOFF"u8) => RelocationModifier.TpOff,
            var text when text.SequenceEqual("PLTOFF"u8) => RelocationModifier.PltOff,
            var text when text.SequenceEqual("DTPOFF"u8) => RelocationModifier.DtpOff,
            var text when text.SequenceEqual("TLSGD"u8) => RelocationModifier.TlsGd,
            var text when text.SequenceEqual("TLSLD"u8) => RelocationModifier.TlsLd,
            var text when text.SequenceEqual("TLSLDM"u8) => RelocationModifier.TlsLdm,
            var text when text.SequenceEqual("TLSDESC"u8) => RelocationModifier.TlsDesc,
            var text when text.SequenceEqual("TLSCALL"u8) => RelocationModifier.TlsCall,
            var text when text.SequenceEqual("SIZE"u8) => RelocationModifier.Size,
            _ => RelocationModifier.None,
        };
    }
}
