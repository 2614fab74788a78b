namespace VmxAsm.Architecture.Vmx;

/// <summary>The segment registers of the guest-state area, in the order of their fields.</summary>
public enum GuestSegment
{
    Es,
    Cs,
    Ss,
    Ds,
    Fs,
    Gs,
    Ldtr,
    Tr,
}

public static class GuestSegments
{
    public static VmcsField Selector(this GuestSegment segment) => VmcsField.GuestEsSelector + 2 * (int)segment;
    public static VmcsField Base(this GuestSegment segment) => VmcsField.GuestEsBase + 2 * (int)segment;
    public static VmcsField Limit(this GuestSegment segment) => VmcsField.GuestEsLimit + 2 * (int)segment;
    public static VmcsField AccessRights(this GuestSegment segment) => VmcsField.GuestEsAccessRights + 2 * (int)segment;

    /// <summary>The name as the manual writes it: <c>CS</c>.</summary>
    public static string Name(this GuestSegment segment) => segment.ToString().ToUpperInvariant();
}
