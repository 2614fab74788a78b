using System.Text;
using Xunit;

namespace VmxAsm.Runtime.Tests.Devices;

/// <summary>ATA/ATAPI-6, "Register delivered command protocols" and "Command descriptions".</summary>
public sealed class AtaTests : IDisposable
{
    private const int Data = 0x1F0, Error = 0x1F1, Count = 0x1F2, Low = 0x1F3, Mid = 0x1F4, High = 0x1F5, Device = 0x1F6, Command = 0x1F7;
    private const int Control = 0x3F6;
    private const int Sectors = 20_000;

    private readonly BoardUnderTest _board;

    public AtaTests()
    {
        byte[] image = new byte[Sectors * 512];
        for (int sector = 0; sector < Sectors; sector++)
            BitConverter.TryWriteBytes(image.AsSpan(sector * 512), sector);
        _board = new BoardUnderTest(image, ImageKind.HardDisk);
        _board.ProgramInterruptControllers();
    }

    public void Dispose() => _board.Dispose();

    [Fact]
    public void IdentifyTellsSizeGeometryAndModel()
    {
        _board.Out(Device, 0xA0);
        _board.Out(Command, 0xEC);
        ushort[] words = ReadSector();
        Assert.Equal(Sectors, words[60] | words[61] << 16);
        Assert.Equal((19, 16, 63), (words[1], words[3], words[6]));
        Assert.Equal(Sectors, words[100] | words[101] << 16);
        var model = new StringBuilder();
        for (int i = 27; i < 47; i++)
            model.Append((char)(words[i] >> 8)).Append((char)(words[i] & 0xFF));
        Assert.Equal("VMXASM HARDDISK", model.ToString().TrimEnd());
    }

    [Fact]
    public void ReadsByLbaAndInterruptsForEverySector()
    {
        SetAddress(1234, 2);
        _board.Out(Command, 0x20);
        Assert.Equal(0x80, _board.In(Control) & 0x80);
        Assert.Equal(1234, ReadSector()[0]);
        Assert.Equal(0x76, _board.Acknowledge());

        // Reading the status register takes the request back; the alternate status does not.
        _board.In(Command);
        EndOfInterrupt();
        Assert.Equal(1235, ReadSector()[0]);
        Assert.Equal(0x76, _board.Acknowledge());
        Assert.Equal(0x50, _board.In(Command));
    }

    [Fact]
    public void ReadsByCylinderHeadAndSector()
    {
        _board.Out(Device, 0xA0 | 3);
        _board.Out(Count, 1);
        _board.Out(Low, 7);
        _board.Out(Mid, 2);
        _board.Out(High, 0);
        _board.Out(Command, 0x20);
        Assert.Equal((2 * 16 + 3) * 63 + 6, ReadSector()[0]);
    }

    [Fact]
    public void ReadsByFortyEightBitAddress()
    {
        _board.Out(Device, 0x40);
        foreach ((int port, int value) in (ReadOnlySpan<(int, int)>)
            [(Count, 0), (Low, 0), (Mid, 0), (High, 0), (Count, 1), (Low, 0x10), (Mid, 0x27), (High, 0)])
            _board.Out(port, value);
        _board.Out(Command, 0x24);
        Assert.Equal(10_000, ReadSector()[0]);
    }

    [Fact]
    public void WhatIsWrittenIsRead()
    {
        SetAddress(77, 1);
        _board.Out(Command, 0x30);
        Assert.Equal(0x58, _board.In(Command));
        for (int i = 0; i < 256; i++)
            _board.OutWord(Data, i * 3);
        _board.Advance(100_000);
        Assert.Equal(0x50, _board.In(Command));
        SetAddress(77, 1);
        _board.Out(Command, 0x20);
        ushort[] words = ReadSector();
        Assert.Equal(255 * 3, words[255]);
    }

    [Fact]
    public void ReadMultipleTransfersBlocks()
    {
        _board.Out(Device, 0xE0);
        _board.Out(Count, 4);
        _board.Out(Command, 0xC6);
        _board.Advance(100_000);
        SetAddress(100, 6);
        _board.Out(Command, 0xC4);
        _board.Advance(100_000);
        for (int sector = 0; sector < 4; sector++)
            Assert.Equal(100 + sector, ReadWithoutWaiting()[0]);
        Assert.Equal(0x80, _board.In(Control) & 0x80);
        _board.Advance(100_000);
        Assert.Equal(104, ReadWithoutWaiting()[0]);
        Assert.Equal(105, ReadWithoutWaiting()[0]);
        Assert.Equal(0x50, _board.In(Command));
    }

    [Fact]
    public void ReadingBehindTheEndFailsWithIdNotFound()
    {
        SetAddress(Sectors, 1);
        _board.Out(Command, 0x20);
        _board.Advance(100_000);
        Assert.Equal(0x51, _board.In(Command));
        Assert.Equal(0x10, _board.In(Error));
    }

    [Theory]
    [InlineData(0x20)]
    [InlineData(0xC4)]
    public void ReadingAcrossTheEndGivesWhatThereIs(int command)
    {
        _board.Out(Count, 4);
        _board.Out(Device, 0xE0);
        _board.Out(Command, 0xC6);
        _board.Advance(100_000);
        SetAddress(Sectors - 1, 3);
        _board.Out(Command, command);
        Assert.Equal((Sectors - 1) & 0xFFFF, ReadSector()[0]);
        _board.Advance(100_000);
        Assert.Equal(0x51, _board.In(Command));
        Assert.Equal(0x10, _board.In(Error));
        Assert.Equal(2, _board.In(Count));
        Assert.Equal(Sectors & 0xFF, _board.In(Low));
    }

    [Fact]
    public void AnUnknownCommandIsAborted()
    {
        _board.Out(Device, 0xE0);
        _board.Out(Command, 0xFF);
        _board.Advance(100_000);
        Assert.Equal(0x51, _board.In(Command));
        Assert.Equal(0x04, _board.In(Error));
    }

    [Fact]
    public void SoftwareResetShowsTheSignature()
    {
        _board.Out(Control, 0x04);
        Assert.Equal(0x80, _board.In(Command));
        _board.Out(Control, 0x00);
        Assert.Equal(0x50, _board.In(Command));
        Assert.Equal([1, 1, 0, 0, 1], new[] { (int)_board.In(Count), _board.In(Low), _board.In(Mid), _board.In(High), _board.In(Error) });
    }

    [Fact]
    public void DisabledInterruptsStayInTheDrive()
    {
        _board.Out(Control, 0x02);
        SetAddress(0, 1);
        _board.Out(Command, 0x20);
        _board.Advance(100_000);
        Assert.Equal(-1, _board.Acknowledge());
    }

    [Fact]
    public void TheSlaveThatIsNotThereReadsAsZero()
    {
        _board.Out(Device, 0xB0);
        Assert.Equal(0, _board.In(Command));
    }

    [Fact]
    public void APacketDriveReadsSectorsOfTwoKilobytes()
    {
        byte[] image = new byte[64 * 2048];
        image[17 * 2048] = 0xCD;
        using var board = new BoardUnderTest(image, ImageKind.CdRom);
        board.Out(0x176, 0xA0);
        board.Out(0x177, 0xEC);
        board.Advance(100_000);
        Assert.Equal(0x51, board.In(0x177));
        Assert.Equal((0x14, 0xEB), (board.In(0x174), board.In(0x175)));

        // The first command reports that the medium is new.
        Packet(board, 0x00);
        Assert.Equal(0x51, board.In(0x177));
        Packet(board, 0x28, 0, 0, 0, 0, 17, 0, 0, 1);
        Assert.Equal(0x58, board.In(0x177));
        Assert.Equal(0x02, board.In(0x172));
        Assert.Equal(2048, board.In(0x174) | board.In(0x175) << 8);
        Assert.Equal(0xCD, board.InWord(0x170));
        for (int i = 1; i < 1024; i++)
            board.InWord(0x170);
        board.Advance(100_000);
        Assert.Equal(0x50, board.In(0x177));
        Assert.Equal(0x03, board.In(0x172));
    }

    private static void Packet(BoardUnderTest board, params ReadOnlySpan<byte> packet)
    {
        Span<byte> bytes = stackalloc byte[12];
        bytes.Clear();
        packet.CopyTo(bytes);
        board.Out(0x171, 0);
        board.Out(0x174, 0x00);
        board.Out(0x175, 0x08);
        board.Out(0x177, 0xA0);
        for (int i = 0; i < 12; i += 2)
            board.OutWord(0x170, bytes[i] | bytes[i + 1] << 8);
        board.Advance(100_000);
    }

    private void SetAddress(int block, int count)
    {
        _board.Out(Device, 0xE0 | block >> 24);
        _board.Out(Count, count);
        _board.Out(Low, block);
        _board.Out(Mid, block >> 8);
        _board.Out(High, block >> 16);
    }

    private ushort[] ReadSector()
    {
        _board.Advance(100_000);
        Assert.Equal(0x58, _board.In(Control));
        return ReadWithoutWaiting();
    }

    private ushort[] ReadWithoutWaiting()
    {
        ushort[] words = new ushort[256];
        for (int i = 0; i < 256; i++)
            words[i] = _board.InWord(Data);
        return words;
    }

    private void EndOfInterrupt()
    {
        _board.Out(0xA0, 0x20);
        _board.Out(0x20, 0x20);
    }
}
