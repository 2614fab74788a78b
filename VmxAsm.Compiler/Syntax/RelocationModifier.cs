namespace VmxAsm.Compiler.Syntax;

/// <summary>The <c>@NAME</c> written behind a symbol: which relocation is wanted (x86-64 and i386 psABI, "Relocation").</summary>
public enum RelocationModifier : byte
{
    None,
    Got,
    GotOff,
    GotPcRel,
    GotPcRelNoRelax,
    GotPlt,
    GotTpOff,
    GotNtpOff,
    IndNtpOff,
    NtpOff,
    TpOff,
    Plt,
    PltOff,
    DtpOff,
    TlsGd,
    TlsLd,
    TlsLdm,
    TlsDesc,
    TlsCall,
    Size,
}
