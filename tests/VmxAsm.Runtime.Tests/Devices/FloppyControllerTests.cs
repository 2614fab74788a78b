using Xunit;

namespace VmxAsm.Runtime.Tests.Devices;

/// <summary>82077AA data sheet, "Command Set/Descriptions" and "Controller Phases".</summary>
public sealed class FloppyControllerTests : IDisposable
{
    private const int DigitalOutput = 0x3F2, MainStatus = 0x3F4, Data = 0x3F5, DigitalInput = 0x3F7;

    private readonly BoardUnderTest _board;

    public FloppyControllerTests()
    {
        byte[] image = new byte[1440 * 1024];
        for (int sector = 0; sector < 2880; sector++)
            BitConverter.TryWriteBytes(image.AsSpan(sector * 512), sector);
        _board = new BoardUnderTest(image);
        _board.ProgramInterruptControllers();
        _board.Out(DigitalOutput, 0x00);
        _board.Out(DigitalOutput, 0x1C);
        _board.Advance(1_000_000);
    }

    public void Dispose() => _board.Dispose();

    [Fact]
    public void ResetReportsFourStatusChanges()
    {
        Assert.Equal(0x0E, _board.Acknowledge());
        for (int drive = 0; drive < 4; drive++)
            Assert.Equal([0xC0 | drive, 0], Command([0x08], 2));
        Assert.Equal([0x80], Command([0x08], 1));
    }

    [Fact]
    public void RecalibrateAndSeekMoveTheHead()
    {
        ClearReset();
        Command([0x07, 0x00], 0);
        _board.Advance(1_000_000);
        Assert.Equal([0x20, 0], Command([0x08], 2));
        Command([0x0F, 0x00, 40], 0);
        _board.Advance(1_000_000);
        Assert.Equal([0x20, 40], Command([0x08], 2));
        Assert.Equal(0x7F, _board.In(DigitalInput));
    }

    [Fact]
    public void ReadDataGoesThroughDma()
    {
        ClearReset();
        Seek(5);
        ProgramDma(0x46, 0x12345, 1024);
        int[] result = Command([0xE6, 0x00, 5, 0, 18, 2, 18, 0x1B, 0xFF], 7);

        // The last sector of head 0 and, with MT, the first of head 1.
        Assert.Equal([0x00 | 0x04, 0, 0, 5, 1, 2, 2], result);
        Assert.Equal(5 * 36 + 17, _board.Memory.Read<int>(0x12345));
        Assert.Equal(5 * 36 + 18, _board.Memory.Read<int>(0x12345 + 512));
        Assert.Equal(0x04, _board.In(0x08) & 0x04);
    }

    [Fact]
    public void WhatIsWrittenIsRead()
    {
        ClearReset();
        _board.Memory.Write(0x20000, 0xCAFEBABE);
        ProgramDma(0x4A, 0x20000, 512);
        Assert.Equal(0, Command([0xC5, 0x00, 0, 0, 3, 2, 3, 0x1B, 0xFF], 7)[0] & 0xC0);
        ProgramDma(0x46, 0x30000, 512);
        Assert.Equal(0, Command([0xE6, 0x00, 0, 0, 3, 2, 3, 0x1B, 0xFF], 7)[0] & 0xC0);
        Assert.Equal(0xCAFEBABE, _board.Memory.Read<uint>(0x30000));
    }

    [Fact]
    public void ASectorThatIsNotThereIsNoData()
    {
        ClearReset();
        ProgramDma(0x46, 0x20000, 512);
        int[] result = Command([0xE6, 0x00, 0, 0, 40, 2, 40, 0x1B, 0xFF], 7);
        Assert.Equal(0x40, result[0] & 0xC0);
        Assert.Equal(0x04, result[1]);
    }

    [Fact]
    public void ReadIdVersionAndInvalidCommands()
    {
        ClearReset();
        Assert.Equal([0x00, 0, 0, 0, 0, 1, 2], Command([0x4A, 0x00], 7));
        Assert.Equal([0x90], Command([0x10], 1));
        Assert.Equal([0x80], Command([0x1F], 1));
    }

    [Fact]
    public void WithoutDmaTheProcessorMovesTheBytes()
    {
        ClearReset();
        Command([0x03, 0xAF, 0x03], 0);
        foreach (int value in (ReadOnlySpan<int>)[0x46, 0x00, 0, 0, 2, 2, 2, 0x1B, 0xFF])
            _board.Out(Data, value);
        _board.Advance(1_000_000);
        Assert.Equal(0xF0, _board.In(MainStatus));
        int first = _board.In(Data);
        for (int i = 1; i < 512; i++)
            _board.In(Data);
        Assert.Equal(1, first);
        Assert.Equal(0xD0, _board.In(MainStatus));
    }

    [Fact]
    public void DmaAddressesWrapInTheirPage()
    {
        ClearReset();
        ProgramDma(0x46, 0x2FF00, 512);
        Assert.Equal(0, Command([0xE6, 0x00, 0, 0, 3, 2, 3, 0x1B, 0xFF], 7)[0] & 0xC0);
        Assert.Equal((2, 0), (_board.Memory.Read<int>(0x2FF00), _board.Memory.Read<int>(0x30000)));
        Assert.Equal((0x00, 0x01), (_board.In(0x04), _board.In(0x04)));
    }

    [Fact]
    public void AMotorThatIsOffDoesNotRead()
    {
        ClearReset();
        _board.Out(DigitalOutput, 0x0C);
        ProgramDma(0x46, 0x20000, 512);
        Assert.Equal([0x48, 0x01], Command([0xE6, 0x00, 0, 0, 3, 2, 3, 0x1B, 0xFF], 7)[..2]);
    }

    [Fact]
    public void ADriveThatIsNotThereFailsItsSeek()
    {
        ClearReset();
        Command([0x0F, 0x01, 40], 0);
        _board.Advance(1_000_000);
        Assert.Equal([0x71, 0], Command([0x08], 2));
    }

    private void ClearReset()
    {
        for (int i = 0; i < 4; i++)
            Command([0x08], 2);
    }

    private void Seek(int cylinder)
    {
        Command([0x0F, 0x00, cylinder], 0);
        _board.Advance(1_000_000);
        Command([0x08], 2);
    }

    private void ProgramDma(int mode, int address, int length)
    {
        _board.Out(0x0A, 0x06);
        _board.Out(0x0C, 0);
        _board.Out(0x0B, mode);
        _board.Out(0x04, address);
        _board.Out(0x04, address >> 8);
        _board.Out(0x81, address >> 16);
        _board.Out(0x05, length - 1);
        _board.Out(0x05, (length - 1) >> 8);
        _board.Out(0x0A, 0x02);
    }

    private int[] Command(ReadOnlySpan<int> bytes, int results)
    {
        foreach (int value in bytes)
        {
            Assert.Equal(0x80, _board.In(MainStatus) & 0xC0);
            _board.Out(Data, value);
        }

        if (results > 0)
            _board.Advance(1_000_000);
        int[] result = new int[results];
        for (int i = 0; i < results; i++)
        {
            Assert.Equal(0xD0, _board.In(MainStatus) & 0xF0);
            result[i] = _board.In(Data);
        }

        return result;
    }
}
