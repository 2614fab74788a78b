using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Cli.Tests;

/// <summary>The command among other processes: pipes, signals, and files that can be read only once.</summary>
public sealed class ProcessTests
{
    /// <summary>A program that prints for ever.</summary>
    private const string Endless = """
                .code16
        _start: mov     $0x3FB, %dx
                mov     $3, %al
                out     %al, %dx
                mov     $0x3F8, %dx
        1:      mov     $'x', %al
                out     %al, %dx
                mov     $'\n', %al
                out     %al, %dx
                jmp     1b
                .org    510
                .word   0xAA55
        """;

    private const string Hello = "Hello from the boot sector";

    private static readonly string Example = RepositoryRoot.Combine("examples", "hello.s");

    /// <summary>128 and the number of SIGPIPE, as of every tool whose reader goes.</summary>
    [RequiresToolTheory("bash")]
    [InlineData("$V run endless.s")]
    [InlineData("$V run endless.s --trace exec 2>&1 >/dev/null")]
    public void A_run_ends_when_nobody_reads_it(string line) =>
        Assert.Equal("141\n", Bash($"{line} | head -n 2 >/dev/null; echo ${{PIPESTATUS[0]}}"));

    [RequiresToolFact("bash")]
    public void Other_commands_end_quietly_when_nobody_reads_them() => Assert.Equal("0\n", Bash("$V explain | head -n 1 >/dev/null; echo ${PIPESTATUS[0]}"));

    /// <summary><c>env</c> undoes what the caller ignores: a test run under <c>nohup</c> ignores SIGHUP, and so would the program.</summary>
    [RequiresToolTheory("bash")]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    [InlineData("HUP", 129)]
    public void A_signal_ends_a_run_with_its_number(string signal, int exitCode) => Assert.Equal($"x\n{exitCode}\n", Bash($$"""
        set -m
        mkfifo pipe
        env --default-signal={{signal}} $V run endless.s >pipe 2>/dev/null &
        exec 4<pipe
        read -r line <&4; echo "$line"
        cat <&4 >/dev/null &
        kill -{{signal}} %1; wait %1; echo $?
        """));

    [RequiresToolTheory("bash", "script")]
    [InlineData("TERM=xterm NO_COLOR=", true)]
    [InlineData("TERM=xterm NO_COLOR=1", false)]
    [InlineData("TERM=dumb", false)]
    public void Colour_is_for_terminals_that_take_it(string environment, bool hasColour) =>
        Assert.Equal(hasColour, Bash($"echo mvo >x.s; {environment} script -qec \"$V build -c x.s; true\" /dev/null").Contains("\e[1;31merror"));

    [RequiresToolFact("bash")]
    public void A_full_disk_is_told_of() => Assert.Equal("2\n", Bash("$V explain E0303 >/dev/full 2>/dev/null; echo $?"));

    [RequiresToolTheory("bash")]
    [InlineData("$V run <(cat $E)")]
    [InlineData("cat $E | $V run -")]
    [InlineData("cat $E | $V run /dev/stdin")]
    [InlineData("$V build $E -o /dev/stdout | $V run -")]
    [InlineData("$V build $E -o a.img; $V run <(cat a.img)")]
    [InlineData("$V build -c $E -o a.o; $V build <(cat a.o) -o b.img; $V run b.img")]
    [InlineData("mkfifo f.s; cat $E >f.s & $V run f.s")]
    [InlineData("mkfifo f.img; $V build $E -o f.img & $V run - <f.img")]
    public void What_can_be_read_only_once_is_read_once(string line) => Assert.Equal(Hello, Bash(line).Trim());

    private static string Bash(string script)
    {
        using TemporaryFolder folder = new();
        folder.Write("endless.s", Endless);
        string command = Path.Combine(AppContext.BaseDirectory, "vmxasm.dll");
        return ExternalTool.Get("bash").Run(["--norc", "-c", $"V='dotnet {command}'; E='{Example}'; {script}"], null, folder.Path).OrThrow().Output;
    }
}
