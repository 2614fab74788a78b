using VmxAsm.Architecture.Processor;

namespace VmxAsm.Architecture.Vmx.Checks;

/// <summary>Rules that host state and guest state have in common.</summary>
internal static class ControlRegisterChecks
{
    private const ulong EferBits = Efer.SCE | Efer.LME | Efer.LMA | Efer.NXE;

    /// <summary>Two rows: the bits of CR0 or CR4 that must be 1 in VMX operation, and those that must be 0.</summary>
    public static void AddFixedBits(
        EntryCheckList list,
        string id,
        VmcsField field,
        string msr,
        IReadOnlyList<BitField> names,
        Func<EntryView, ulong> mustBeOne,
        Func<EntryView, ulong> mayBeOne)
    {
        string name = VmcsFields.Row(field).Name;
        list.Add(
            $"{id}-must-be-1",
            [field],
            $"the bits of `{name}` that are 1 in {msr}0 must be 1",
            v => v.AllSet(field, mustBeOne(v)),
            v => $"add {BitFields.Describe(names, mustBeOne(v) & ~(v.Find(field) ?? 0))}");
        list.Add(
            $"{id}-must-be-0",
            [field],
            $"the bits of `{name}` that are 0 in {msr}1 must be 0: the processor does not have them",
            v => v.AllClear(field, ~mayBeOne(v)),
            v => $"leave out {BitFields.Describe(names, ~mayBeOne(v) & (v.Find(field) ?? 0))}");
    }

    public static void AddCr3(EntryCheckList list, string id, VmcsField field) =>
        list.Add(
            id,
            [field],
            $"`{VmcsFields.Row(field).Name}` must not set bits beyond the physical-address width",
            v => v.AllClear(field, v.Cpu.ReservedAddressBits),
            v => $"an address below 2^{v.Cpu.PhysicalAddressBits}");

    public static void AddPat(EntryCheckList list, string id, VmcsField field, VmcsField controls, Func<EntryView, bool> applies) =>
        list.Add(
            id,
            [field, controls],
            $"with `load_ia32_pat`, each byte of `{VmcsFields.Row(field).Name}` must be a memory type: 0, 1, 4, 5, 6 or 7",
            v => !applies(v) || MemoryTypes.AreValid(v[field], allowUncacheableMinus: true),
            "0x0007040600070406, the value after reset");

    public static void AddPerfGlobalCtrl(EntryCheckList list, string id, VmcsField field, VmcsField controls, Func<EntryView, bool> applies) =>
        list.Add(
            id,
            [field, controls],
            $"with `load_ia32_perf_global_ctrl`, `{VmcsFields.Row(field).Name}` must set no bits but those of the performance counters that CPUID leaf 0xa reports",
            v => !applies(v) || v.AllClear(field, ~v.Cpu.PerformanceCounterBits),
            v => $"bits of 0x{v.Cpu.PerformanceCounterBits:x}; 0 turns all counters off");

    public static void AddEferReserved(EntryCheckList list, string id, VmcsField field, VmcsField controls, Func<EntryView, bool> applies) =>
        list.Add(
            $"{id}-reserved",
            [field, controls],
            $"with `load_ia32_efer`, `{VmcsFields.Row(field).Name}` must not set bits other than SCE, LME, LMA and NXE",
            v => !applies(v) || v.AllClear(field, ~EferBits),
            v => BitFields.Describe(Efer.Fields, (v.Find(field) ?? 0) & EferBits));
}
