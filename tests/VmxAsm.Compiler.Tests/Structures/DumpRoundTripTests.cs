using VmxAsm.Architecture.Paging;
using VmxAsm.Architecture.Segmentation;
using VmxAsm.Compiler.Dump;
using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Compiler.Tests.Structures;

/// <summary>Bytes, dumped into words, assembled again, are the same bytes: for random structures and for random bytes.</summary>
public class DumpRoundTripTests
{
    private readonly int _seed = Sampling.Seed();

    [Fact]
    public void Descriptor_tables_of_random_bytes()
    {
        Random random = new(_seed);
        for (int round = 0; round < 60; round++)
        {
            byte[] table = new byte[8 * random.Next(2, 12)];
            random.NextBytes(table.AsSpan(8));
            for (int offset = 8; offset < table.Length; offset += 8)
            {
                // Half of them made plausible, so that words are found for them.
                if (random.Next(2) == 0)
                    table[offset + 5] = (byte)(0x80 | random.Next(128));
                if (random.Next(2) == 0)
                    table[offset + 6] = (byte)(table[offset + 6] & 0xCF);
                if (random.Next(4) == 0)
                    table.AsSpan(offset, 8).Clear();
            }

            RoundTrips(table, StructureDump.DescriptorTable(table, "g"));
            RoundTrips(table, StructureDump.DescriptorTable(table, "g", is64Bit: true));
        }
    }

    [Fact]
    public void Interrupt_tables_of_random_bytes()
    {
        Random random = new(_seed);
        foreach (int bits in (int[])[16, 32, 64])
        {
            for (int round = 0; round < 20; round++)
            {
                byte[] table = new byte[(bits == 64 ? 16 : 8) * random.Next(1, 20)];
                random.NextBytes(table);
                for (int offset = 0; offset < table.Length; offset += bits == 64 ? 16 : 8)
                {
                    if (random.Next(3) > 0)
                    {
                        table[offset + 4] = bits == 64 ? (byte)random.Next(8) : (byte)0;
                        table[offset + 5] = (byte)((bits == 16 ? 0x86 : 0x8E) | random.Next(4) << 5 | random.Next(2));
                        if (bits == 16)
                            table.AsSpan(offset + 6, 2).Clear();
                        if (bits == 64)
                            table.AsSpan(offset + 12, 4).Clear();
                    }
                }

                RoundTrips(table, StructureDump.InterruptTable(table, "i", bits));
            }
        }
    }

    [Fact]
    public void Task_states_with_random_fields_and_ports()
    {
        Random random = new(_seed);
        for (int round = 0; round < 40; round++)
        {
            string source = $".tss t, format=32\nesp0 = {random.Next()}\nss0 = {random.Next(0x4000) * 4}\ncr3 = {random.Next()}\n"
                + (random.Next(2) == 0 ? $".redirection monitor={random.Next(128)}..{128 + random.Next(128)}\n" : "")
                + (random.Next(3) > 0 ? $".iopb allow={random.Next(500)}..{500 + random.Next(500)} | {random.Next(2000)}\n" : "")
                + ".endtss\n";
            byte[] bytes = StructureSource.Bytes(source);
            RoundTrips(bytes, TaskStateDump.Write(bytes, "t", 32, DumpedTables.None));
        }
    }

    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(64)]
    public void Task_states_with_every_field(int bits)
    {
        Random random = new(_seed);
        for (int round = 0; round < 20; round++)
        {
            System.Text.StringBuilder source = new($".tss t, format={bits}\n");
            foreach (TssField field in TssLayout.ForBits(bits)!.Fields.Where(field => field.Name != "iomap" && random.Next(3) > 0))
            {
                // A stack's selector has the RPL of its ring, and a 64-bit stack pointer is canonical.
                long value = field.Name is "ss0" or "ss1" or "ss2" ? ((1 + random.Next(0x1FFF)) << 3) + (field.Name[2] - '0')
                    : field.Name == "ldt" ? random.Next(0x2000) << 3
                    : field.Size == 8 ? random.NextInt64(1L << 47)
                    : random.NextInt64(1L << (8 * field.Size));
                source.Append($"{field.Name} = 0x{value:x}\n");
            }

            byte[] bytes = StructureSource.Bytes(source.Append(".endtss\n").ToString());
            RoundTrips(bytes, TaskStateDump.Write(bytes, "t", bits, DumpedTables.None));
        }
    }

    [Theory]
    [InlineData(16, 44)]
    [InlineData(32, 104)]
    [InlineData(64, 104)]
    public void Task_states_of_random_bytes(int bits, int least)
    {
        Random random = new(_seed);
        for (int round = 0; round < 30; round++)
        {
            byte[] bytes = new byte[least + (random.Next(3) == 0 ? 0 : random.Next(100))];
            random.NextBytes(bytes);
            for (int offset = 0; offset < bytes.Length; offset++)
            {
                if (random.Next(3) > 0)
                    bytes[offset] = 0;
            }

            if (bits != 16 && random.Next(2) == 0)
                bytes[0x66] = (byte)(0x68 + (random.Next(2) * 32));
            if (bits != 16 && random.Next(2) == 0)
                bytes[0x67] = 0;
            RoundTrips(bytes, TaskStateDump.Write(bytes, "t", bits, DumpedTables.None));
        }
    }

    [Fact]
    public void Structures_by_hand_that_break_rules_together()
    {
        // A task gate to a code segment, an interrupt gate to data, stacks and segments that do not fit: memory can hold it all.
        byte[] table = StructureSource.Bytes(".quad 0, 0x00CF9A000000FFFF, 0x00CF92000000FFFF, 0x0000850000080000, 0x0000890000000067\n");
        byte[] gates = StructureSource.Bytes(".word 0, 0x08, 0x8500, 0, 0x1234, 0x10, 0x8E00, 0, 0x1234, 0x08, 0x8E00, 0\n");
        byte[] task = StructureSource.Bytes(".long 8, 0x7000, 8, 0x8000, 0x10\n.zero 0x48-20\n.long 0x20, 0x10, 8, 0x18\n.zero 0x60-0x58\n.long 8\n.word 0, 0x68\n");
        DumpedTables tables = DumpedTables.Of(table, isLocal: false);
        string dump = StructureDump.DescriptorTable(table, "g", tables: tables) + StructureDump.InterruptTable(gates, "i", 32, tables) + TaskStateDump.Write(task, "t", 32, tables);
        byte[] again = StructureSource.Bytes(dump);
        Assert.Equal(table, again[..40]);
        Assert.Equal(gates, again[40..64]);
        Assert.Equal(task, again[128..232]);
        Assert.Contains(".gate   2, 0x1234", dump, StringComparison.Ordinal);
        Assert.Contains("esp0   = 0x7000", dump, StringComparison.Ordinal);
        Assert.DoesNotContain("ss0", dump, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_with_entries_that_have_no_label()
    {
        const string source = ".gdt g\n.null\nc: .descriptor code32\n.descriptor data32\n.descriptor tss64, base=0xFFFFFFFF80001000, limit=0x67\n.endgdt\n";
        BuildResult result = StructureSource.Build(source, new CompilationOptions { ImageFormat = "flat", TextAddress = 0 });
        string dump = ProgramDump.Structure(Assert.Single(result.DebugInfo!.Structures), (address, count) => result.Image.Slice((int)address, count))!;
        Assert.Equal(result.Image.ToArray(), StructureSource.Bytes(dump));
        Assert.Contains("c:", dump, StringComparison.Ordinal);
        Assert.DoesNotContain("\n: ", dump, StringComparison.Ordinal);
    }

    [Fact]
    public void A_vmcs_as_a_program_says_it()
    {
        string source = """
            .vmcs v
            pin_based = nmi_exiting
            processor_based = hlt_exiting | use_io_bitmaps
            io_bitmaps = io
            exception_bitmap = GP | PF
            guest.segments = v86(0x1000)
            guest.fs = v86(0x2000)
            guest.cr3 = 0x5000
            guest.rflags = VM | IOPL(3)
            guest.rip = 0x10
            guest.tr = g:t
            host = current
            host.rip = 0x8000
            host.rsp = %rsp
            .endvmcs

            """;
        const string others = ".code64\nvmcs_load v\n.iobitmap io, intercept=5\n.gdt g\n.null\nt: .descriptor tss32, base=0x3000, limit=0x67\n.endgdt\n";
        BuildResult result = StructureSource.Build(source + others, new CompilationOptions { ImageFormat = "flat", TextAddress = 0 });
        Assert.True(result.Success, StructureSource.Text(result));
        string dump = ProgramDump.Structure(result.DebugInfo!.Structures.Single(structure => structure.Kind == "vmcs"), (_, _) => null)!;
        Assert.Equal(result.Image.ToArray(), StructureSource.Bytes(dump + others));
    }

    [Fact]
    public void Random_page_tables_of_every_format()
    {
        Random random = new(_seed);
        foreach (PagingFormatRow format in PagingFormats.All)
        {
            for (int round = 0; round < 8; round++)
            {
                string flags = format.Format == PagingFormat.Ept ? "read | write" : "present | writable | user | pcd";
                string source = $".pagetables p, format={format.Name}\n";
                for (int map = 0; map < 4; map++)
                {
                    ulong linear = ((ulong)map << 28) + ((ulong)random.Next(64) << 22);
                    string size = random.Next(2) == 0 ? "4M" : $"0x{random.Next(1, 20) * 4096:x}";
                    source += $".map 0x{linear:x}, 0x{(ulong)random.Next(200) << 22:x}, {size}, {flags}\n";
                }

                byte[] bytes = StructureSource.Bytes(source + ".endpagetables\n");
                string dump = PageTableDump.PageTables((address, count) => bytes.AsMemory((int)address, count), 0, format.Format, "p");
                RoundTrips(bytes, dump);
            }
        }
    }

    [Fact]
    public void Bitmaps_and_lists()
    {
        Random random = new(_seed);
        byte[] io = new byte[8192];
        byte[] msrs = new byte[4096];
        for (int i = 0; i < 40; i++)
        {
            io[random.Next(io.Length)] = (byte)random.Next(256);
            msrs[random.Next(msrs.Length)] = (byte)random.Next(256);
        }

        RoundTrips(io, StructureDump.IoBitmap(io, "b"));
        RoundTrips(msrs, StructureDump.MsrBitmap(msrs, "m"));
        byte[] list = StructureSource.Bytes(".msrlist l\n.msr IA32_PAT, 0x0007040600070406\n.msr 0x12345, 7\n.endmsrlist\n");
        RoundTrips(list, StructureDump.MsrList(list, "l"));
    }

    private void RoundTrips(byte[] bytes, string dump)
    {
        byte[] again;
        try
        {
            again = StructureSource.Bytes(dump);
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException($"seed {_seed}: {failure.Message}\n{dump}", failure);
        }

        Assert.True(bytes.AsSpan().SequenceEqual(again), $"seed {_seed}: {Convert.ToHexString(bytes.AsSpan(0, Math.Min(200, bytes.Length)))}\n{dump}");
    }
}
