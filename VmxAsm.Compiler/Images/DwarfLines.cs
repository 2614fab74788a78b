using System.Buffers.Binary;
using VmxAsm.Compiler.Linking;
using VmxAsm.Compiler.Linking.Elf;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Images;

/// <summary>
/// The line table of our sources as DWARF 4 ("Line Number Information"): one compilation unit per object that has lines, whose line
/// program is one sequence per section. Objects from a compiler bring DWARF of their own; ours is appended to their sections, which
/// is how a linker joins DWARF anyway.
/// </summary>
internal static class DwarfLines
{
    private const byte TagCompileUnit = 0x11;
    private const byte AttributeName = 0x03, AttributeStatementList = 0x10, AttributeLowPc = 0x11, AttributeLanguage = 0x13, AttributeRanges = 0x55;
    private const byte FormAddress = 0x01, FormData2 = 0x05, FormString = 0x08, FormSectionOffset = 0x17;
    private const ushort LanguageAssembler = 0x8001;

    private const byte Copy = 1, AdvancePc = 2, AdvanceLine = 3, SetFile = 4, SetColumn = 5;
    private const byte ExtendedEndSequence = 1, ExtendedSetAddress = 2;

    /// <summary>What one section contributes: rows of address, file, line, column.</summary>
    private sealed record Sequence(ulong Start, ulong End, List<(ulong Address, int File, SourceLocation Place)> Rows);

    public static void Append(LinkedProgram program, SourceSet sources, bool is64, List<OutputSection> sections)
    {
        Bytes info = new(), abbreviations = new(), lines = new(), ranges = new();
        ulong abbreviationBase = SizeOf(".debug_abbrev"), lineBase = SizeOf(".debug_line"), rangeBase = SizeOf(".debug_ranges");
        foreach (ObjectFile file in program.Objects)
        {
            var files = new List<string>();
            List<Sequence> sequences = Sequences(file, sources, files);
            if (sequences.Count == 0)
                continue;
            ulong lineOffset = lineBase + (ulong)lines.Length, rangeOffset = rangeBase + (ulong)ranges.Length;
            WriteLineProgram(lines, sequences, files, is64);
            foreach (Sequence sequence in sequences)
            {
                ranges.Address(sequence.Start, is64);
                ranges.Address(sequence.End, is64);
            }
            ranges.Address(0, is64);
            ranges.Address(0, is64);
            WriteUnit(info, files[0], abbreviationBase, lineOffset, rangeOffset, is64);
        }
        if (info.Length == 0)
            return;
        WriteAbbreviations(abbreviations);
        Add(".debug_info", info);
        Add(".debug_abbrev", abbreviations);
        Add(".debug_line", lines);
        Add(".debug_ranges", ranges);

        ulong SizeOf(string name) => sections.Find(section => section.Name == name)?.Size ?? 0;

        void Add(string name, Bytes more)
        {
            int at = sections.FindIndex(section => section.Name == name);
            byte[] before = at < 0 ? [] : sections[at].Data;
            var section = new OutputSection(name) { Type = SectionType.ProgramBits, Data = [.. before, .. more.ToArray()] };
            section.Size = (ulong)section.Data.Length;

            // The program itself stays as it was linked: the longer section is the file's alone.
            if (at < 0)
                sections.Add(section);
            else
                sections[at] = section;
        }
    }

    private static List<Sequence> Sequences(ObjectFile file, SourceSet sources, List<string> files)
    {
        var indexes = new Dictionary<string, int>(StringComparer.Ordinal);
        var sequences = new List<Sequence>();
        foreach (ObjectSection section in file.Sections)
        {
            if (!section.HasLines || section.Input is not { IsDropped: false, Output.IsAllocated: true, Merged: null } input || (section.Flags & SectionFlags.Execute) == 0)
                continue;
            var rows = new List<(ulong, int, SourceLocation)>();
            foreach (SectionLine line in section.Lines)
            {
                SourceLocation place = sources.Locate(line.Span);
                if (place.Line == 0)
                    continue;
                if (!indexes.TryGetValue(place.File, out int index))
                {
                    files.Add(place.File);
                    indexes.Add(place.File, index = files.Count);
                }
                rows.Add((input.Address + line.Offset, index, place));
            }
            if (rows.Count > 0)
                sequences.Add(new Sequence(input.Address, input.Address + input.Size, rows));
        }
        return sequences;
    }

    private static void WriteUnit(Bytes to, string name, ulong abbreviations, ulong lines, ulong ranges, bool is64)
    {
        var body = new Bytes();
        body.Int16(4); // version
        body.Int32((uint)abbreviations);
        body.Byte((byte)(is64 ? 8 : 4));
        body.Byte(1); // the abbreviation's code
        body.String(name);
        body.Int16(LanguageAssembler);
        body.Int32((uint)lines);
        body.Address(0, is64);
        body.Int32((uint)ranges);
        to.Int32((uint)body.Length);
        to.Append(body);
    }

    private static void WriteAbbreviations(Bytes to)
    {
        to.Byte(1);
        to.Byte(TagCompileUnit);
        to.Byte(0); // no children
        foreach ((byte attribute, byte form) in (ReadOnlySpan<(byte, byte)>)
            [(AttributeName, FormString), (AttributeLanguage, FormData2), (AttributeStatementList, FormSectionOffset), (AttributeLowPc, FormAddress), (AttributeRanges, FormSectionOffset), (0, 0)])
        {
            to.Byte(attribute);
            to.Byte(form);
        }
        to.Byte(0);
    }

    private static void WriteLineProgram(Bytes to, List<Sequence> sequences, List<string> files, bool is64)
    {
        var header = new Bytes();
        header.Byte(1); // shortest instruction
        header.Byte(1); // operations per instruction
        header.Byte(1); // rows are statements
        header.Byte(0xFB); // line base -5 and line range 14 describe special opcodes, which this program does not use
        header.Byte(14);
        header.Byte(13);
        foreach (byte operands in (ReadOnlySpan<byte>)[0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1])
            header.Byte(operands);
        header.Byte(0); // no directories: names are as on the command line
        foreach (string file in files)
        {
            header.String(file);
            header.Byte(0);
            header.Byte(0);
            header.Byte(0);
        }
        header.Byte(0);

        var program = new Bytes();
        foreach (Sequence sequence in sequences)
            WriteSequence(program, sequence, is64);
        to.Int32((uint)(6 + header.Length + program.Length));
        to.Int16(4); // version
        to.Int32((uint)header.Length);
        to.Append(header);
        to.Append(program);
    }

    private static void WriteSequence(Bytes to, Sequence sequence, bool is64)
    {
        to.Byte(0);
        to.Byte((byte)(is64 ? 9 : 5));
        to.Byte(ExtendedSetAddress);
        to.Address(sequence.Rows[0].Address, is64);
        ulong address = sequence.Rows[0].Address;
        int file = 1, line = 1;
        foreach (var (rowAddress, rowFile, place) in sequence.Rows)
        {
            if (rowAddress > address)
            {
                to.Byte(AdvancePc);
                to.Unsigned(rowAddress - address);
                address = rowAddress;
            }
            if (rowFile != file)
            {
                to.Byte(SetFile);
                to.Unsigned((ulong)rowFile);
                file = rowFile;
            }
            if (place.Line != line)
            {
                to.Byte(AdvanceLine);
                to.Signed(place.Line - line);
                line = place.Line;
            }
            to.Byte(SetColumn);
            to.Unsigned((ulong)Math.Max(place.Column, 0));
            to.Byte(Copy);
        }
        to.Byte(AdvancePc);
        to.Unsigned(sequence.End - address);
        to.Byte(0);
        to.Byte(1);
        to.Byte(ExtendedEndSequence);
    }

    /// <summary>Bytes in DWARF's forms.</summary>
    private sealed class Bytes
    {
        private readonly List<byte> _bytes = [];

        public int Length => _bytes.Count;

        public byte[] ToArray() => [.. _bytes];

        public void Byte(byte value) => _bytes.Add(value);

        public void Append(Bytes other) => _bytes.AddRange(other._bytes);

        public void Int16(ushort value)
        {
            Byte((byte)value);
            Byte((byte)(value >> 8));
        }

        public void Int32(uint value)
        {
            Int16((ushort)value);
            Int16((ushort)(value >> 16));
        }

        public void Address(ulong value, bool is64)
        {
            Span<byte> bytes = stackalloc byte[8];
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
            _bytes.AddRange(bytes[..(is64 ? 8 : 4)]);
        }

        public void String(string text)
        {
            _bytes.AddRange(System.Text.Encoding.UTF8.GetBytes(text));
            Byte(0);
        }

        /// <summary>ULEB128.</summary>
        public void Unsigned(ulong value)
        {
            do
            {
                byte part = (byte)(value & 0x7F);
                value >>= 7;
                Byte((byte)(value != 0 ? part | 0x80 : part));
            }
            while (value != 0);
        }

        /// <summary>SLEB128.</summary>
        public void Signed(long value)
        {
            while (true)
            {
                byte part = (byte)(value & 0x7F);
                value >>= 7;
                bool isLast = (value == 0 && (part & 0x40) == 0) || (value == -1 && (part & 0x40) != 0);
                Byte((byte)(isLast ? part : part | 0x80));
                if (isLast)
                    return;
            }
        }
    }
}
