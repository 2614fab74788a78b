using System.Buffers.Binary;
using System.Globalization;
using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Linking.Elf;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Linking;

/// <summary>
/// A static library as <c>ar</c> writes it: "!&lt;arch&gt;\n", then members, each behind a header of 60 bytes of text. GNU's special members come
/// first: "/" (or "/SYM64/") lists which member defines which global symbol, "//" holds names longer than 15 characters, to which a
/// member's name refers as "/OFFSET". A linker takes from an archive only the members that define something still missing.
/// </summary>
public sealed class Archive
{
    private static ReadOnlySpan<byte> Magic => "!<arch>\n"u8;

    private static ReadOnlySpan<byte> ThinMagic => "!<thin>\n"u8;

    private const int HeaderSize = 60;

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly SortedDictionary<int, Member> _members = [];
    private readonly List<(string Symbol, Member Member)> _index = [];
    private readonly DiagnosticBag _diagnostics;

    private sealed class Member
    {
        public required string Name { get; init; }
        public required ReadOnlyMemory<byte> Bytes { get; init; }
        public ObjectFile? Object { get; set; }
        public bool IsRead { get; set; }
        public bool IsTaken { get; set; }

        /// <summary>Its file, when the archive holds only the name.</summary>
        public string? File { get; init; }
    }

    private Archive(string path, ReadOnlyMemory<byte> bytes, DiagnosticBag diagnostics)
    {
        Path = path;
        _bytes = bytes;
        _diagnostics = diagnostics;
    }

    public string Path { get; }

    public static bool IsArchive(ReadOnlySpan<byte> bytes) => bytes.StartsWith(Magic) || bytes.StartsWith(ThinMagic);

    /// <summary>Null, and one diagnostic, when the archive is damaged.</summary>
    public static Archive? Open(string path, ReadOnlyMemory<byte> bytes, DiagnosticBag diagnostics)
    {
        var archive = new Archive(path, bytes, diagnostics);
        try
        {
            archive.ReadMembers();
            return archive;
        }
        catch (DamagedFileException damage)
        {
            diagnostics.Report(LinkRules.BadArchive, SourceSpan.None, $"{path}: {damage.Message}");
            return null;
        }
    }

    /// <summary>Files of the members that were taken, when the archive is a thin one.</summary>
    internal IEnumerable<string> FilesTaken => _members.Values.Where(member => member is { IsTaken: true, File: not null }).Select(member => member.File!);

    /// <summary>
    /// Takes members that define what is missing. As ld does it: goes through the index in its order, and again as long as a member taken
    /// asks for something new; the order in which members are taken decides where their sections lie.
    /// </summary>
    /// <param name="isCommon">The name has no more than a common symbol so far: a member that gives it contents is taken, one that has it in common too is not.</param>
    /// <returns>Whether a member was taken.</returns>
    internal bool Take(Func<string, bool> isMissing, Func<string, bool> isCommon, Action<ObjectFile> add)
    {
        bool tookAny = false, took;
        do
        {
            took = false;
            foreach ((string symbol, Member member) in _index)
            {
                if (member.IsTaken || !isMissing(symbol) && !(isCommon(symbol) && GivesContents(member, symbol)))
                    continue;
                member.IsTaken = true;
                if (Read(member) is not { } file)
                    continue;
                add(file);
                took = true;
            }
            tookAny |= took;
        }
        while (took);
        return tookAny;
    }

    private bool GivesContents(Member member, string name) =>
        ElfObjectReader.IsElf(member.Bytes.Span) && Read(member) is { } file
        && file.Symbols.Exists(symbol => symbol.Name == name && symbol.Binding != SymbolBinding.Local && symbol.Place is SymbolPlace.Section or SymbolPlace.Absolute);

    private ObjectFile? Read(Member member)
    {
        if (!member.IsRead)
        {
            member.IsRead = true;
            member.Object = ElfObjectReader.Read($"{Path}({member.Name})", member.Bytes, _diagnostics);
        }
        return member.Object;
    }

    private void ReadMembers()
    {
        ReadOnlySpan<byte> bytes = _bytes.Span;
        bool isThin = bytes.StartsWith(ThinMagic);
        if (!isThin && !bytes.StartsWith(Magic))
            throw new DamagedFileException("this is not an archive");

        ReadOnlyMemory<byte> longNames = default, index = default;
        bool isIndex64 = false;
        int position = Magic.Length;
        while (position < bytes.Length)
        {
            if (bytes.Length - position < HeaderSize)
                throw new DamagedFileException($"the archive ends inside a member's header, at 0x{position:x}");
            ReadOnlySpan<byte> header = bytes.Slice(position, HeaderSize);
            if (header[58] != '`' || header[59] != '\n')
                throw new DamagedFileException($"a member's header was expected at 0x{position:x}");
            if (!int.TryParse(header.Slice(48, 10).TrimEnd((byte)' '), NumberStyles.None, CultureInfo.InvariantCulture, out int size))
                throw new DamagedFileException($"the member at 0x{position:x} has no readable size");
            ReadOnlySpan<byte> name = header[..16].TrimEnd((byte)' ');
            bool isSpecial = name.SequenceEqual("/"u8) || name.SequenceEqual("//"u8) || name.SequenceEqual("/SYM64/"u8);
            int contents = position + HeaderSize;
            bool isInside = !isThin || isSpecial;
            if (isInside && size > bytes.Length - contents)
                throw new DamagedFileException($"the member at 0x{position:x} has {size} bytes, {bytes.Length - contents} are left");
            ReadOnlyMemory<byte> data = isInside ? _bytes.Slice(contents, size) : default;

            if (name.SequenceEqual("//"u8))
            {
                longNames = data;
            }
            else if (isSpecial)
            {
                index = data;
                isIndex64 = name.Length > 1;
            }
            else
            {
                string memberName = MemberName(name, longNames.Span, position);
                string? file = isThin ? System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path) ?? "", memberName) : null;
                if (file is not null)
                    data = ReadThinMember(file);
                _members.Add(position, new Member { Name = memberName, Bytes = data, File = file });
            }
            position = isInside ? contents + size + (size & 1) : contents;
        }
        if (index.IsEmpty)
            IndexByReading();
        else
            ReadIndex(index.Span, isIndex64 ? 8 : 4);
    }

    private static string MemberName(ReadOnlySpan<byte> name, ReadOnlySpan<byte> longNames, int position)
    {
        if (name.Length > 1 && name[0] == '/')
        {
            if (!int.TryParse(name[1..], NumberStyles.None, CultureInfo.InvariantCulture, out int offset) || offset >= longNames.Length)
                throw new DamagedFileException($"the long name of the member at 0x{position:x} is missing");
            name = longNames[offset..];
            int end = name.IndexOf((byte)'\n');
            name = end < 0 ? name : name[..end];
        }
        return System.Text.Encoding.UTF8.GetString(name.TrimEnd((byte)'/'));
    }

    /// <summary>A thin archive holds only names, relative to its own directory.</summary>
    private static byte[] ReadThinMember(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new DamagedFileException($"member `{path}` of this thin archive cannot be read: {failure.Message}");
        }
    }

    /// <summary>Big-endian count, that many offsets of member headers, that many strings.</summary>
    private void ReadIndex(ReadOnlySpan<byte> index, int wordSize)
    {
        if (index.Length < wordSize)
            throw new DamagedFileException("the symbol index is cut short");
        ulong count = Word(index, wordSize);
        if (count > (ulong)(index.Length / wordSize - 1))
            throw new DamagedFileException($"the symbol index says it has {count} entries");
        ReadOnlySpan<byte> names = index[(wordSize * ((int)count + 1))..];
        for (int i = 1; i <= (int)count; i++)
        {
            int end = names.IndexOf((byte)0);
            if (end < 0)
                throw new DamagedFileException("the symbol index is cut short");
            ulong offset = Word(index[(i * wordSize)..], wordSize);
            if (offset > int.MaxValue || !_members.TryGetValue((int)offset, out Member? member))
                throw new DamagedFileException($"the symbol index refers to a member at 0x{offset:x}, where there is none");
            _index.Add((System.Text.Encoding.UTF8.GetString(names[..end]), member));
            names = names[(end + 1)..];
        }
    }

    private static ulong Word(ReadOnlySpan<byte> bytes, int size) =>
        size == 8 ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);

    /// <summary>An archive made without an index (<c>ar rcS</c>): the members themselves say what they define.</summary>
    private void IndexByReading()
    {
        foreach (Member member in _members.Values)
        {
            if (!ElfObjectReader.IsElf(member.Bytes.Span) || Read(member) is not { } file)
                continue;
            foreach (ObjectSymbol symbol in file.Symbols)
            {
                if (symbol.Binding != SymbolBinding.Local && symbol.Place != SymbolPlace.Undefined)
                    _index.Add((symbol.Name, member));
            }
        }
    }
}
