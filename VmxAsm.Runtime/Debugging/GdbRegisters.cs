using System.Text;
using VmxAsm.Runtime.Cpu;

namespace VmxAsm.Runtime.Debugging;

/// <summary>
/// The registers as gdb sees them: always those of x86-64, whatever mode the processor is in, because gdb cannot change its mind
/// during a session ("Debugging with GDB", "Target Descriptions", "i386 Features"). In real and virtual-8086 mode, and whenever the code
/// segment has a base, <c>rip</c> is the linear address, so that breakpoints and disassembly mean the same place.
/// </summary>
internal static class GdbRegisters
{
    private static readonly string[] General =
        ["rax", "rbx", "rcx", "rdx", "rsi", "rdi", "rbp", "rsp", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15"];

    /// <summary>gdb's order of the first eight is not the hardware's.</summary>
    private static readonly int[] HardwareNumbers = [0, 3, 1, 2, 6, 7, 5, 4, 8, 9, 10, 11, 12, 13, 14, 15];

    private static readonly string[] SegmentNames = ["cs", "ss", "ds", "es", "fs", "gs"];

    private static readonly SegmentRegister[] SegmentNumbers =
        [SegmentRegister.Cs, SegmentRegister.Ss, SegmentRegister.Ds, SegmentRegister.Es, SegmentRegister.Fs, SegmentRegister.Gs];

    private static readonly Row[] All = [.. Rows()];

    /// <summary>How a register is described, read and written.</summary>
    /// <param name="Bytes">Size.</param>
    /// <param name="Read">Its value; null when it cannot be shown.</param>
    private sealed record Row(string Name, int Bytes, string Type, string Feature, Func<Processor, ulong>? Read, Action<Processor, ulong>? Write);

    public static int Count => All.Length;

    /// <summary>The target description that gdb asks for.</summary>
    public static string Description { get; } = Describe();

    public static string ReadAll(Processor cpu)
    {
        var text = new StringBuilder();
        for (int i = 0; i < All.Length; i++)
            text.Append(Read(cpu, i));
        return text.ToString();
    }

    /// <summary>A register's bytes in hexadecimal, or as many <c>x</c> when it is not available.</summary>
    public static string Read(Processor cpu, int number)
    {
        Row row = All[number];
        if (row.Read is null)
            return new string('x', row.Bytes * 2);
        ulong value = row.Read(cpu);
        var text = new StringBuilder();
        for (int i = 0; i < row.Bytes; i++)
            text.Append($"{(byte)(value >> (8 * i)):x2}");
        return text.ToString();
    }

    public static bool Write(Processor cpu, int number, ReadOnlySpan<byte> bytes)
    {
        Row row = All[number];
        if (row.Write is null || bytes.Length < row.Bytes)
            return false;
        ulong value = 0;
        for (int i = 0; i < row.Bytes; i++)
            value |= (ulong)bytes[i] << (8 * i);
        row.Write(cpu, value);
        return true;
    }

    /// <summary>Writes what a <c>G</c> packet has; registers that cannot be written are passed over.</summary>
    public static void WriteAll(Processor cpu, ReadOnlySpan<byte> bytes)
    {
        for (int i = 0; i < All.Length && bytes.Length >= All[i].Bytes; i++)
        {
            Write(cpu, i, bytes);
            bytes = bytes[All[i].Bytes..];
        }
    }

    private static IEnumerable<Row> Rows()
    {
        const string Core = "org.gnu.gdb.i386.core", Sse = "org.gnu.gdb.i386.sse", System = "org.vmxasm.system";
        for (int i = 0; i < General.Length; i++)
        {
            int number = HardwareNumbers[i];
            string type = General[i] is "rsp" or "rbp" ? "data_ptr" : "int64";
            yield return new Row(General[i], 8, type, Core, cpu => cpu.Registers[number], (cpu, value) => cpu.Registers[number] = value);
        }

        yield return new Row("rip", 8, "code_ptr", Core, cpu => cpu.Linear(cpu.Cs.Base + cpu.Rip), (cpu, value) => cpu.Rip = value - cpu.Cs.Base);
        yield return new Row("eflags", 4, "i386_eflags", Core, cpu => cpu.Rflags, (cpu, value) =>
        {
            cpu.SetStatusFlags((uint)value);
            cpu.SetSystemFlags((uint)value);
        });
        for (int i = 0; i < SegmentNames.Length; i++)
        {
            SegmentRegister register = SegmentNumbers[i];
            yield return new Row(SegmentNames[i], 4, "int32", Core, cpu => cpu.Segments[(int)register].Selector, null);
        }

        for (int i = 0; i < 8; i++)
            yield return new Row($"st{i}", 10, "i387_ext", Core, null, null);
        foreach (string name in (string[])["fctrl", "fstat", "ftag", "fiseg", "fioff", "foseg", "fooff", "fop"])
            yield return new Row(name, 4, "int", Core, null, null);
        for (int i = 0; i < 16; i++)
            yield return new Row($"xmm{i}", 16, "vec128", Sse, null, null);
        yield return new Row("mxcsr", 4, "i386_mxcsr", Sse, null, null);

        yield return new Row("fs_base", 8, "int64", "org.gnu.gdb.i386.segments", cpu => cpu.Fs.LoadedBase, null);
        yield return new Row("gs_base", 8, "int64", "org.gnu.gdb.i386.segments", cpu => cpu.Gs.LoadedBase, null);
        yield return new Row("cr0", 8, "int64", System, cpu => cpu.Cr0, null);
        yield return new Row("cr2", 8, "int64", System, cpu => cpu.Cr2, null);
        yield return new Row("cr3", 8, "int64", System, cpu => cpu.Cr3, null);
        yield return new Row("cr4", 8, "int64", System, cpu => cpu.Cr4, null);
        yield return new Row("efer", 8, "int64", System, cpu => cpu.Efer, null);
    }

    private static string Describe()
    {
        var xml = new StringBuilder(
            "<?xml version=\"1.0\"?><!DOCTYPE target SYSTEM \"gdb-target.dtd\"><target version=\"1.0\"><architecture>i386:x86-64</architecture>");
        string feature = "";
        foreach (Row row in All)
        {
            if (row.Feature != feature)
            {
                if (feature.Length > 0)
                    xml.Append("</feature>");
                feature = row.Feature;
                xml.Append($"<feature name=\"{feature}\">").Append(Types(feature));
            }

            xml.Append($"<reg name=\"{row.Name}\" bitsize=\"{row.Bytes * 8}\" type=\"{row.Type}\"/>");
        }

        return xml.Append("</feature></target>").ToString();
    }

    /// <summary>The types that the features' registers have and that gdb wants declared.</summary>
    private static string Types(string feature) => feature switch
    {
        "org.gnu.gdb.i386.core" =>
            "<flags id=\"i386_eflags\" size=\"4\"><field name=\"CF\" start=\"0\" end=\"0\"/><field name=\"PF\" start=\"2\" end=\"2\"/>"
            + "<field name=\"AF\" start=\"4\" end=\"4\"/><field name=\"ZF\" start=\"6\" end=\"6\"/><field name=\"SF\" start=\"7\" end=\"7\"/>"
            + "<field name=\"TF\" start=\"8\" end=\"8\"/><field name=\"IF\" start=\"9\" end=\"9\"/><field name=\"DF\" start=\"10\" end=\"10\"/>"
            + "<field name=\"OF\" start=\"11\" end=\"11\"/><field name=\"NT\" start=\"14\" end=\"14\"/><field name=\"RF\" start=\"16\" end=\"16\"/>"
            + "<field name=\"VM\" start=\"17\" end=\"17\"/><field name=\"AC\" start=\"18\" end=\"18\"/></flags>",
        "org.gnu.gdb.i386.sse" =>
            "<vector id=\"v4f\" type=\"ieee_single\" count=\"4\"/><vector id=\"v2d\" type=\"ieee_double\" count=\"2\"/>"
            + "<vector id=\"v16i8\" type=\"int8\" count=\"16\"/><vector id=\"v8i16\" type=\"int16\" count=\"8\"/>"
            + "<vector id=\"v4i32\" type=\"int32\" count=\"4\"/><vector id=\"v2i64\" type=\"int64\" count=\"2\"/>"
            + "<union id=\"vec128\"><field name=\"v4_float\" type=\"v4f\"/><field name=\"v2_double\" type=\"v2d\"/>"
            + "<field name=\"v16_int8\" type=\"v16i8\"/><field name=\"v8_int16\" type=\"v8i16\"/><field name=\"v4_int32\" type=\"v4i32\"/>"
            + "<field name=\"v2_int64\" type=\"v2i64\"/><field name=\"uint128\" type=\"uint128\"/></union>"
            + "<flags id=\"i386_mxcsr\" size=\"4\"><field name=\"IE\" start=\"0\" end=\"0\"/><field name=\"DE\" start=\"1\" end=\"1\"/></flags>",
        _ => "",
    };
}
