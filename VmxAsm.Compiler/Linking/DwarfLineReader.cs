using System.Buffers.Binary;

namespace VmxAsm.Compiler.Linking;

/// <summary>Bytes of code that a compiler made from one line.</summary>
/// <param name="Path">As the compiler was given it, behind its directory.</param>
internal readonly record struct DwarfRow(ulong Address, ulong Size, string Path, int Line, int Column);

/// <summary>
/// Reads the line tables that compilers leave in <c>.debug_line</c>, DWARF 2 to 5 ("Line Number Information"): each unit is a header with directories and files, and a
/// program for a machine whose registers are the columns of the table. What is damaged or of another version is left out: lines are only there to be shown.
/// </summary>
internal static class DwarfLineReader
{
    private const int PathContent = 1, DirectoryIndexContent = 2;

    /// <param name="lines">Contents of <c>.debug_line</c>, linked.</param>
    /// <param name="lineStrings">Contents of <c>.debug_line_str</c>.</param>
    /// <param name="strings">Contents of <c>.debug_str</c>.</param>
    public static List<DwarfRow> Read(byte[] lines, byte[] lineStrings, byte[] strings)
    {
        List<DwarfRow> rows = [];
        for (int at = 0; at + 4 <= lines.Length;)
        {
            Reader reader = new(lines, at, lines.Length);
            ulong length = reader.U32();
            bool is64 = length == uint.MaxValue;
            if (is64)
                length = reader.U64();
            if (length > (ulong)(lines.Length - reader.At))
                break;
            int end = reader.At + (int)length;
            ReadUnit(new Reader(lines, reader.At, end), is64, lineStrings, strings, rows);
            at = end;
        }

        return rows;
    }

    private static void ReadUnit(Reader reader, bool is64, byte[] lineStrings, byte[] strings, List<DwarfRow> rows)
    {
        int version = reader.U16();
        if (version is < 2 or > 5)
            return;
        if (version == 5)
            reader.Skip(2);
        ulong headerLength = reader.Offset(is64);
        int program = reader.At + (int)Math.Min(headerLength, int.MaxValue / 2);
        Machine machine = new() { MinimumLength = reader.U8() };
        if (version >= 4)
            reader.Skip(1);
        reader.Skip(1);
        machine.LineBase = (sbyte)reader.U8();
        machine.LineRange = Math.Max((byte)1, reader.U8());
        machine.OpcodeBase = reader.U8();
        machine.Operands = reader.Take(Math.Max(0, machine.OpcodeBase - 1)).ToArray();
        List<string> files = version == 5 ? Files5(ref reader, is64, lineStrings, strings) : Files2(ref reader);
        reader.Seek(program);
        machine.Run(reader, files, rows);
    }

    private static List<string> Files2(ref Reader reader)
    {
        List<string> directories = [""], files = [""];
        while (reader.Text() is { Length: > 0 } directory)
            directories.Add(directory);
        while (reader.Text() is { Length: > 0 } file)
        {
            int directory = (int)reader.Unsigned();
            reader.Unsigned();
            reader.Unsigned();
            files.Add(Join(directory < directories.Count ? directories[directory] : "", file));
        }

        return files;
    }

    private static List<string> Files5(ref Reader reader, bool is64, byte[] lineStrings, byte[] strings)
    {
        List<(string Name, int Directory)> directories = Entries(ref reader, is64, lineStrings, strings), files = Entries(ref reader, is64, lineStrings, strings);
        string first = directories.Count > 0 ? directories[0].Name : "";
        return [.. files.Select(file => Join(file.Directory > 0 && file.Directory < directories.Count ? Join(first, directories[file.Directory].Name) : first, file.Name))];
    }

    private static List<(string Name, int Directory)> Entries(ref Reader reader, bool is64, byte[] lineStrings, byte[] strings)
    {
        var format = new (ulong Content, ulong Form)[reader.U8()];
        for (int i = 0; i < format.Length; i++)
            format[i] = (reader.Unsigned(), reader.Unsigned());
        List<(string, int)> entries = [];
        for (ulong left = format.Length == 0 ? 0 : reader.Unsigned(); left > 0 && !reader.IsAtEnd; left--)
        {
            string name = "";
            ulong directory = 0;
            foreach ((ulong content, ulong form) in format)
            {
                (string text, ulong number) = reader.Value(form, is64, lineStrings, strings);
                if (content == PathContent)
                    name = text;
                else if (content == DirectoryIndexContent)
                    directory = number;
            }

            entries.Add((name, (int)Math.Min(directory, int.MaxValue)));
        }

        return entries;
    }

    private static string Join(string directory, string name) => directory.Length == 0 || name.StartsWith('/') ? name : $"{directory}/{name}";

    /// <summary>The line-number state machine.</summary>
    private sealed class Machine
    {
        private const int Copy = 1, AdvancePc = 2, AdvanceLine = 3, SetFile = 4, SetColumn = 5, ConstAddPc = 8, FixedAdvancePc = 9;
        private const int EndSequence = 1, SetAddress = 2;

        public int MinimumLength, LineBase, LineRange, OpcodeBase;
        public byte[] Operands = [];

        private ulong _address;
        private int _file, _line, _column;

        public void Run(Reader reader, List<string> files, List<DwarfRow> rows)
        {
            (ulong Address, int File, int Line, int Column)? before = null;
            Reset();
            while (!reader.IsAtEnd)
            {
                int opcode = reader.U8();
                if (opcode >= OpcodeBase)
                {
                    Advance((ulong)((opcode - OpcodeBase) / LineRange));
                    _line += LineBase + (opcode - OpcodeBase) % LineRange;
                    Row();
                    continue;
                }

                switch (opcode)
                {
                    case 0:
                        int length = (int)Math.Min(reader.Unsigned(), int.MaxValue / 2), start = reader.At, extended = reader.U8();
                        if (extended == SetAddress)
                            _address = length - 1 == 4 ? reader.U32() : reader.U64();
                        else if (extended == EndSequence)
                        {
                            Row();
                            before = null;
                            Reset();
                        }

                        reader.Seek(start + length);
                        break;
                    case Copy: Row(); break;
                    case AdvancePc: Advance(reader.Unsigned()); break;
                    case AdvanceLine: _line += (int)reader.Signed(); break;
                    case SetFile: _file = (int)Math.Min(reader.Unsigned(), int.MaxValue); break;
                    case SetColumn: _column = (int)Math.Min(reader.Unsigned(), int.MaxValue); break;
                    case ConstAddPc: Advance((ulong)((255 - OpcodeBase) / LineRange)); break;
                    case FixedAdvancePc: _address += reader.U16(); break;
                    default:
                        for (int i = opcode - 1 < Operands.Length ? Operands[opcode - 1] : 0; i > 0; i--)
                            reader.Unsigned();
                        break;
                }
            }

            void Row()
            {
                if (before is { } row && _address > row.Address && row.Line > 0 && row.File < files.Count)
                    rows.Add(new(row.Address, _address - row.Address, files[row.File], row.Line, row.Column));
                before = (_address, _file, _line, _column);
            }
        }

        private void Reset()
        {
            _address = 0;
            (_file, _line, _column) = (1, 1, 0);
        }

        private void Advance(ulong instructions) => _address += instructions * (ulong)MinimumLength;
    }

    /// <summary>A place in a section; behind its end there are only zeros.</summary>
    private ref struct Reader(ReadOnlySpan<byte> bytes, int at, int end)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes[..end];

        public int At { get; private set; } = at;

        public readonly bool IsAtEnd => At >= _bytes.Length;

        public void Seek(int at) => At = Math.Clamp(at, 0, _bytes.Length);

        public void Skip(int count) => Seek(At + count);

        public ReadOnlySpan<byte> Take(int count)
        {
            int taken = Math.Clamp(count, 0, _bytes.Length - At);
            At += taken;
            return _bytes.Slice(At - taken, taken);
        }

        public byte U8() => Take(1) is [var value] ? value : (byte)0;

        public ushort U16() => Take(2) is { Length: 2 } value ? BinaryPrimitives.ReadUInt16LittleEndian(value) : (ushort)0;

        public uint U32() => Take(4) is { Length: 4 } value ? BinaryPrimitives.ReadUInt32LittleEndian(value) : 0;

        public ulong U64() => Take(8) is { Length: 8 } value ? BinaryPrimitives.ReadUInt64LittleEndian(value) : 0;

        public ulong Offset(bool is64) => is64 ? U64() : U32();

        public ulong Unsigned()
        {
            ulong value = 0;
            for (int shift = 0; ; shift += 7)
            {
                byte next = U8();
                if (shift < 64)
                    value |= (ulong)(next & 0x7F) << shift;
                if ((next & 0x80) == 0)
                    return value;
            }
        }

        public long Signed()
        {
            long value = 0;
            for (int shift = 0; ; shift += 7)
            {
                byte next = U8();
                if (shift < 64)
                    value |= (long)(next & 0x7F) << shift;
                if ((next & 0x80) == 0)
                    return (next & 0x40) != 0 && shift + 7 < 64 ? value | -1L << shift + 7 : value;
            }
        }

        public string Text()
        {
            ReadOnlySpan<byte> rest = _bytes[At..];
            int length = rest.IndexOf((byte)0);
            if (length < 0)
                length = rest.Length;
            At = Math.Min(_bytes.Length, At + length + 1);
            return System.Text.Encoding.UTF8.GetString(rest[..length]);
        }

        /// <summary>An attribute of a file by its form; an unknown form ends the table.</summary>
        public (string Text, ulong Number) Value(ulong form, bool is64, byte[] lineStrings, byte[] strings)
        {
            switch (form)
            {
                case 0x08: return (Text(), 0);
                case 0x1F: return (TextAt(lineStrings, Offset(is64)), 0);
                case 0x0E: return (TextAt(strings, Offset(is64)), 0);
                case 0x0B: return ("", U8());
                case 0x05: return ("", U16());
                case 0x06: return ("", U32());
                case 0x07: return ("", U64());
                case 0x0F: return ("", Unsigned());
                case 0x1E: Skip(16); return ("", 0);
                case 0x09: Skip((int)Math.Min(Unsigned(), int.MaxValue / 2)); return ("", 0);
                default: Seek(int.MaxValue); return ("", 0);
            }

            static string TextAt(byte[] table, ulong offset) =>
                offset < (ulong)table.Length ? new Reader(table, (int)offset, table.Length).Text() : "";
        }
    }
}
