using VmxAsm.Architecture.Processor;
using VmxAsm.Architecture.Segmentation;
using VmxAsm.Architecture.Vmx;
using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Directives.Structures.Values;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Directives.Structures.Vmcs;

/// <summary>
/// What a VMCS gets that the block does not say. A region's memory holds rubbish until VMWRITE puts something there, so every field that VM
/// entry looks at needs a value: the one that asks for nothing.
/// </summary>
internal static class VmcsDefaults
{
    public static IReadOnlyList<GuestSegment> CodeAndData { get; } =
        [GuestSegment.Cs, GuestSegment.Ss, GuestSegment.Ds, GuestSegment.Es, GuestSegment.Fs, GuestSegment.Gs];

    /// <summary><c>host = current</c>: a VM exit comes back to the processor as it was when the fields were loaded.</summary>
    public static IReadOnlyList<(VmcsField Field, FieldSource Source)> CurrentHost { get; } =
    [
        (VmcsField.HostCr0, new RegisterSource("cr0")),
        (VmcsField.HostCr3, new RegisterSource("cr3")),
        (VmcsField.HostCr4, new RegisterSource("cr4")),
        (VmcsField.HostEsSelector, new SelectorSource("es")),
        (VmcsField.HostCsSelector, new SelectorSource("cs")),
        (VmcsField.HostSsSelector, new SelectorSource("ss")),
        (VmcsField.HostDsSelector, new SelectorSource("ds")),
        (VmcsField.HostFsSelector, new SelectorSource("fs")),
        (VmcsField.HostGsSelector, new SelectorSource("gs")),
        (VmcsField.HostTrSelector, new SelectorSource("tr")),
        (VmcsField.HostFsBase, new SegmentBaseSource("fs")),
        (VmcsField.HostGsBase, new SegmentBaseSource("gs")),
        (VmcsField.HostTrBase, new SegmentBaseSource("tr")),
        (VmcsField.HostGdtrBase, new TableBaseSource("gdtr")),
        (VmcsField.HostIdtrBase, new TableBaseSource("idtr")),
        (VmcsField.HostIa32SysenterCs, new MsrSource(Terms.Constant((long)Msr.Ia32SysenterCs))),
        (VmcsField.HostIa32SysenterEsp, new MsrSource(Terms.Constant((long)Msr.Ia32SysenterEsp))),
        (VmcsField.HostIa32SysenterEip, new MsrSource(Terms.Constant((long)Msr.Ia32SysenterEip))),
        (VmcsField.HostRsp, new RegisterSource("rsp")),
    ];

    /// <summary>Fields that VM entry always reads, with the value that asks for nothing.</summary>
    private static readonly (VmcsField Field, long Value)[] Constants =
    [
        (VmcsField.ExceptionBitmap, 0),
        (VmcsField.PageFaultErrorCodeMask, 0),
        (VmcsField.PageFaultErrorCodeMatch, 0),
        (VmcsField.Cr3TargetCount, 0),
        (VmcsField.ExitMsrStoreCount, 0),
        (VmcsField.ExitMsrLoadCount, 0),
        (VmcsField.EntryMsrLoadCount, 0),
        (VmcsField.EntryInterruptionInformation, 0),
        (VmcsField.Cr0GuestHostMask, 0),
        (VmcsField.Cr4GuestHostMask, 0),
        (VmcsField.Cr0ReadShadow, 0),
        (VmcsField.Cr4ReadShadow, 0),
        (VmcsField.VmcsLinkPointer, -1),
        (VmcsField.GuestIa32Debugctl, 0),
        (VmcsField.GuestInterruptibilityState, 0),
        (VmcsField.GuestActivityState, 0),
        (VmcsField.GuestIa32SysenterCs, 0),
        (VmcsField.GuestIa32SysenterEsp, 0),
        (VmcsField.GuestIa32SysenterEip, 0),
        (VmcsField.GuestPendingDebugExceptions, 0),
        (VmcsField.GuestCr3, 0),
        (VmcsField.GuestDr7, 0x400),
        (VmcsField.GuestRflags, (long)Rflags.AlwaysOne),
        (VmcsField.GuestRsp, 0),
        (VmcsField.GuestGdtrBase, 0),
        (VmcsField.GuestGdtrLimit, 0),
        (VmcsField.GuestIdtrBase, 0),
        (VmcsField.GuestIdtrLimit, 0),
    ];

    /// <summary>The defaults that make up for what <paramref name="given"/> lacks.</summary>
    public static IEnumerable<VmcsSetting> Fill(StructureContext context, VmcsStructure vmcs, IReadOnlyDictionary<VmcsField, VmcsSetting> given)
    {
        SourceSpan span = vmcs.Span;
        (VmcsField Field, string[] Keys, string What)[] required =
        [
            (VmcsField.GuestCsSelector, ["guest.cs", "guest.segments"], "`guest.cs`, which says what mode the guest is in"),
            (VmcsField.GuestRip, [], "`guest.rip`, where the guest starts"),
            (VmcsField.HostRip, [], "`host.rip`, where a VM exit arrives"),
        ];

        // A key whose value was refused has been given all the same.
        if (required.Where(row => !given.ContainsKey(row.Field) && !row.Keys.Append(VmcsFields.Row(row.Field).Name).Any(vmcs.Attempts.Contains)).Select(row => row.What).ToArray() is { Length: > 0 } missing)
            context.Report(StructureRules.MissingKey, span, $"VMCS `{vmcs.Name}` needs {string.Join("; ", missing)}");

        foreach (ControlWord word in (IEnumerable<ControlWord>)[ControlWord.PinBased, ControlWord.ProcessorBased, ControlWord.Exit, ControlWord.Entry])
        {
            VmcsField field = VmcsFields.All.First(row => row.ControlWord == word).Field;
            if (!given.ContainsKey(field))
                yield return Default(field, new ControlSource(word, Terms.Constant(0L)));
        }

        if (!given.ContainsKey(VmcsField.GuestCr0))
            yield return Default(VmcsField.GuestCr0, new FixedSource(Terms.Constant((long)(Cr0.PE | Cr0.NE | Cr0.PG)), (uint)Msr.Ia32VmxCr0Fixed0, Cr0.PE | Cr0.PG));
        if (!given.ContainsKey(VmcsField.GuestCr4))
            yield return Default(VmcsField.GuestCr4, new FixedSource(Terms.Constant(0L), (uint)Msr.Ia32VmxCr4Fixed0, 0));
        foreach ((VmcsField field, long value) in Constants)
        {
            if (!given.ContainsKey(field))
                yield return Default(field, new ValueSource(Terms.Constant(value)));
        }

        foreach (VmcsSetting setting in FillSegments(given, span))
            yield return setting;
        foreach (VmcsSetting setting in FillLoadedMsrs(context, given, span))
            yield return setting;

        VmcsSetting Default(VmcsField field, FieldSource source) => new(field, source, Precedence.Default, span, span);
    }

    public static IEnumerable<VmcsSetting> Expand(GuestSegment segment, SegmentState state, Precedence precedence, SourceSpan span, SourceSpan line) =>
    [
        new(segment.Selector(), new ValueSource(state.Selector), precedence, span, line),
        new(segment.Base(), new ValueSource(state.Base), precedence, span, line),
        new(segment.Limit(), new ValueSource(state.Limit), precedence, span, line),
        new(segment.AccessRights(), new ValueSource(state.Rights), precedence, span, line),
    ];

    /// <summary>
    /// Data segments like CS where CS is a virtual-8086 or real-mode one, since such programs expect them so; else unusable, as null
    /// selectors would make them. LDTR unusable; TR a task that is never used, because VM entry insists on one.
    /// </summary>
    private static IEnumerable<VmcsSetting> FillSegments(IReadOnlyDictionary<VmcsField, VmcsSetting> given, SourceSpan span)
    {
        SegmentState like = SegmentState.Unusable;
        ExpressionNode? rights = ValueOf(given, VmcsField.GuestCsAccessRights);
        if (rights is not null && ValueOf(given, VmcsField.GuestCsSelector) is { } selector && Terms.ConstantOf(rights) is { } known)
        {
            bool isRealMode = known is 0x9B && ValueOf(given, VmcsField.GuestCsLimit) is { } limit && Terms.ConstantOf(limit) == 0xFFFF;
            if (known == AccessRights.Virtual8086 || isRealMode)
                like = new SegmentState(selector, Terms.ShiftLeft(selector, 4), Terms.Constant(0xFFFFL), Terms.Constant(known == AccessRights.Virtual8086 ? 0xF3L : 0x93L));
        }

        SegmentState idleTask = new(Terms.Constant(0L), Terms.Constant(0L), Terms.Constant(0x67L), Terms.Constant(0x8BL));
        IEnumerable<(GuestSegment, SegmentState)> defaults =
        [
            .. CodeAndData.Skip(1).Select(segment => (segment, like)), (GuestSegment.Ldtr, SegmentState.Unusable), (GuestSegment.Tr, idleTask),
        ];
        foreach ((GuestSegment segment, SegmentState state) in defaults)
        {
            foreach (VmcsSetting setting in Expand(segment, state, Precedence.Default, span, span))
            {
                if (!given.ContainsKey(setting.Field))
                    yield return setting;
            }
        }
    }

    /// <summary>Controls that load an MSR at VM exit give the host the MSR as it is.</summary>
    private static IEnumerable<VmcsSetting> FillLoadedMsrs(StructureContext context, IReadOnlyDictionary<VmcsField, VmcsSetting> given, SourceSpan span)
    {
        long exit = given.GetValueOrDefault(VmcsField.ExitControls)?.Source is ControlSource controls ? context.ValueNow(controls.Wanted) ?? 0 : 0;
        (ExitControls Control, VmcsField Field, Msr Msr)[] loads =
        [
            (ExitControls.LoadIa32Efer, VmcsField.HostIa32Efer, Msr.Ia32Efer),
            (ExitControls.LoadIa32Pat, VmcsField.HostIa32Pat, Msr.Ia32Pat),
            (ExitControls.LoadIa32PerfGlobalCtrl, VmcsField.HostIa32PerfGlobalCtrl, Msr.Ia32PerfGlobalCtrl),
        ];
        foreach ((ExitControls control, VmcsField field, Msr msr) in loads)
        {
            if ((exit & (long)control) == 0 || given.ContainsKey(field) || !VmcsFields.Row(field).ExistsOn(context.Model.Vmx))
                continue;

            // A model may have the control although it lacks the MSR.
            FieldSource source = Msrs.Find((uint)msr, context.Model) is null ? new ValueSource(Terms.Constant(0L)) : new MsrSource(Terms.Constant((long)msr));
            yield return new VmcsSetting(field, source, Precedence.Default, span, span);
        }
    }

    private static ExpressionNode? ValueOf(IReadOnlyDictionary<VmcsField, VmcsSetting> given, VmcsField field) =>
        given.TryGetValue(field, out VmcsSetting? setting) && setting.Source is ValueSource value ? value.Value : null;
}
