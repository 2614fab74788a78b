using System.Buffers.Binary;
using System.Text;
using VmxAsm.Runtime.Cpu;

namespace VmxAsm.Runtime.Debugging;

/// <summary>Fills a register's bytes, lowest first.</summary>
internal delegate void GdbRegisterReader(Processor cpu, Span<byte> bytes);

/// <summary>Takes a register's bytes, lowest first.</summary>
internal delegate void GdbRegisterWriter(Processor cpu, ReadOnlySpan<byte> bytes);

/// <summary>
/// The registers as gdb sees them: always those of x86-64, whatever mode the processor is in, because gdb cannot change its mind
/// during a session ("Debugging with GDB", "Target Descriptions", "i386 Features"). In real and virtual-8086 mode, and whenever the code
/// segment has a base, <c>rip</c> is the linear address, so that breakpoints and disassembly mean the same place.
/// </summary>
internal static class GdbRegisters
{
    private const string Core = "org.gnu.gdb.i386.core", Sse = "org.gnu.gdb.i386.sse", Avx = "org.gnu.gdb.i386.avx", SegmentBases = "org.gnu.gdb.i386.segments",
        System = "org.vmxasm.system";

    private const int LargestRegister = 16;

    private static readonly string[] General =
        ["rax", "rbx", "rcx", "rdx", "rsi", "rdi", "rbp", "rsp", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15"];

    /// <summary>gdb's order of the first eight is not the hardware's.</summary>
    private static readonly int[] HardwareNumbers = [0, 3, 1, 2, 6, 7, 5, 4, 8, 9, 10, 11, 12, 13, 14, 15];

    private static readonly SegmentRegister[] SegmentNumbers =
        [SegmentRegister.Cs, SegmentRegister.Ss, SegmentRegister.Ds, SegmentRegister.Es, SegmentRegister.Fs, SegmentRegister.Gs];

    private static readonly Row[] All = [.. Rows()];

    /// <summary>How a register is described, read and written.</summary>
    /// <param name="Bytes">Size.</param>
    /// <param name="Write">Null when it can only be looked at.</param>
    private sealed record Row(string Name, int Bytes, string Type, string Feature, GdbRegisterReader Read, GdbRegisterWriter? Write);

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

    /// <summary>A register's bytes in hexadecimal.</summary>
    public static string Read(Processor cpu, int number)
    {
        Span<byte> bytes = stackalloc byte[LargestRegister];
        bytes.Clear();
        bytes = bytes[..All[number].Bytes];
        All[number].Read(cpu, bytes);
        return Convert.ToHexStringLower(bytes);
    }

    public static bool Write(Processor cpu, int number, ReadOnlySpan<byte> bytes)
    {
        Row row = All[number];
        if (row.Write is null || bytes.Length < row.Bytes)
            return false;
        row.Write(cpu, bytes[..row.Bytes]);
        return true;
    }

    /// <summary>Writes what a <c>G</c> packet has; registers that cannot be written are passed over. False when these are not the bytes of all registers: then nothing is written.</summary>
    public static bool TryWriteAll(Processor cpu, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != All.Sum(row => row.Bytes))
            return false;
        for (int i = 0; i < All.Length; i++)
        {
            Write(cpu, i, bytes);
            bytes = bytes[All[i].Bytes..];
        }
        return true;
    }

    private static IEnumerable<Row> Rows()
    {
        for (int i = 0; i < General.Length; i++)
        {
            int number = HardwareNumbers[i];
            string type = General[i] is "rsp" or "rbp" ? "data_ptr" : "int64";
            yield return Integer(General[i], 8, type, Core, cpu => cpu.Registers[number], (cpu, value) => cpu.Registers[number] = value);
        }

        yield return Integer("rip", 8, "code_ptr", Core, cpu => cpu.Linear(cpu.Cs.Base + cpu.Rip), (cpu, value) => cpu.Rip = value - cpu.Cs.Base);
        yield return Integer("eflags", 4, "i386_eflags", Core, cpu => cpu.Rflags, (cpu, value) =>
        {
            cpu.SetStatusFlags((uint)value);
            cpu.SetSystemFlags((uint)value);
        });
        foreach (SegmentRegister register in SegmentNumbers)
            yield return Integer(register.ToString().ToLowerInvariant(), 4, "int32", Core, cpu => cpu.Segments[(int)register].Selector);
        foreach (Row row in X87Rows())
            yield return row;

        for (int i = 0; i < 16; i++)
        {
            int number = i;
            yield return new Row($"xmm{i}", 16, "vec128", Sse, (cpu, bytes) => cpu.XmmBytes(number).CopyTo(bytes), (cpu, bytes) => bytes.CopyTo(cpu.XmmBytes(number)));
        }

        yield return Integer("mxcsr", 4, "i386_mxcsr", Sse, cpu => cpu.Mxcsr, (cpu, value) => cpu.Mxcsr = (uint)value & Processor.MxcsrMask);

        // gdb puts the halves together as ymm0 to ymm15; without AVX the upper ones are zero.
        for (int i = 0; i < 16; i++)
        {
            int number = i;
            yield return new Row($"ymm{i}h", 16, "uint128", Avx, (cpu, bytes) => cpu.YmmHighBytes(number).CopyTo(bytes), (cpu, bytes) => bytes.CopyTo(cpu.YmmHighBytes(number)));
        }

        yield return Integer("fs_base", 8, "int64", SegmentBases, cpu => cpu.Fs.LoadedBase, (cpu, value) => cpu.SetSegmentBase(SegmentRegister.Fs, value));
        yield return Integer("gs_base", 8, "int64", SegmentBases, cpu => cpu.Gs.LoadedBase, (cpu, value) => cpu.SetSegmentBase(SegmentRegister.Gs, value));

        yield return Integer("cr0", 8, "int64", System, cpu => cpu.Cr0);
        yield return Integer("cr2", 8, "int64", System, cpu => cpu.Cr2);
        yield return Integer("cr3", 8, "int64", System, cpu => cpu.Cr3);
        yield return Integer("cr4", 8, "int64", System, cpu => cpu.Cr4);
        yield return Integer("efer", 8, "int64", System, cpu => cpu.Efer);
    }

    private static IEnumerable<Row> X87Rows()
    {
        for (int i = 0; i < 8; i++)
        {
            int number = i;
            yield return new Row($"st{i}", 10, "i387_ext", Core, (cpu, bytes) => cpu.X87Bytes(number).CopyTo(bytes), (cpu, bytes) => bytes.CopyTo(cpu.X87Bytes(number)));
        }

        yield return Integer("fctrl", 4, "int", Core, cpu => cpu.Fpu.Control);
        yield return Integer("fstat", 4, "int", Core, cpu => cpu.Fpu.Status);
        yield return Integer("ftag", 4, "int", Core, cpu => TagWord(cpu));
        yield return Integer("fiseg", 4, "int", Core, cpu => cpu.Fpu.InstructionSelector);
        yield return Integer("fioff", 4, "int", Core, cpu => (uint)cpu.Fpu.InstructionPointer);
        yield return Integer("foseg", 4, "int", Core, cpu => cpu.Fpu.DataSelector);
        yield return Integer("fooff", 4, "int", Core, cpu => (uint)cpu.Fpu.DataPointer);
        yield return Integer("fop", 4, "int", Core, cpu => cpu.Fpu.Opcode);
    }

    private static Row Integer(string name, int bytes, string type, string feature, Func<Processor, ulong> read, Action<Processor, ulong>? write = null) =>
        new(name, bytes, type, feature, (cpu, target) => PutInteger(target, read(cpu)), write is null ? null : (cpu, source) => write(cpu, GetInteger(source)));

    private static void PutInteger(Span<byte> target, ulong value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        bytes[..target.Length].CopyTo(target);
    }

    private static ulong GetInteger(ReadOnlySpan<byte> source)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        bytes.Clear();
        source.CopyTo(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    /// <summary>Two bits a register, by physical number: valid or empty. gdb works out the finer kinds itself where it needs them.</summary>
    private static ulong TagWord(Processor cpu)
    {
        ulong tags = 0;
        for (int i = 0; i < 8; i++)
        {
            if ((cpu.Fpu.Used >> i & 1) == 0)
                tags |= 3UL << (2 * i);
        }

        return tags;
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
        Core => Flags(
            "i386_eflags", ("CF", 0), ("PF", 2), ("AF", 4), ("ZF", 6), ("SF", 7), ("TF", 8), ("IF", 9), ("DF", 10), ("OF", 11), ("NT", 14), ("RF", 16), ("VM", 17),
            ("AC", 18), ("VIF", 19), ("VIP", 20), ("ID", 21)),
        Sse =>
            "<vector id=\"v4f\" type=\"ieee_single\" count=\"4\"/><vector id=\"v2d\" type=\"ieee_double\" count=\"2\"/>"
            + "<vector id=\"v16i8\" type=\"int8\" count=\"16\"/><vector id=\"v8i16\" type=\"int16\" count=\"8\"/>"
            + "<vector id=\"v4i32\" type=\"int32\" count=\"4\"/><vector id=\"v2i64\" type=\"int64\" count=\"2\"/>"
            + "<union id=\"vec128\"><field name=\"v4_float\" type=\"v4f\"/><field name=\"v2_double\" type=\"v2d\"/>"
            + "<field name=\"v16_int8\" type=\"v16i8\"/><field name=\"v8_int16\" type=\"v8i16\"/><field name=\"v4_int32\" type=\"v4i32\"/>"
            + "<field name=\"v2_int64\" type=\"v2i64\"/><field name=\"uint128\" type=\"uint128\"/></union>"
            + Flags(
                "i386_mxcsr", ("IE", 0), ("DE", 1), ("ZE", 2), ("OE", 3), ("UE", 4), ("PE", 5), ("DAZ", 6), ("IM", 7), ("DM", 8), ("ZM", 9), ("OM", 10), ("UM", 11),
                ("PM", 12), ("FZ", 15)),
        _ => "",
    };

    private static string Flags(string name, params ReadOnlySpan<(string Name, int Bit)> fields)
    {
        var text = new StringBuilder($"<flags id=\"{name}\" size=\"4\">");
        foreach ((string field, int bit) in fields)
            text.Append($"<field name=\"{field}\" start=\"{bit}\" end=\"{bit}\"/>");
        return text.Append("</flags>").ToString();
    }
}
