using VmxAsm.Compiler.Encoding.Forms;
using VmxAsm.Compiler.Tests.Encoding.Generation;
using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Compiler.Tests.Encoding;

/// <summary>
/// The instruction tables are generated from Iced's and checked in, so that the assembler starts without building them. After
/// a change of Iced or of the generator, <c>VMXASM_UPDATE=1 dotnet test tests/VmxAsm.Compiler.Tests --filter FormTable</c> writes them anew.
/// </summary>
public sealed class FormTableTests
{
    [Fact]
    public void The_checked_in_tables_are_those_that_the_generator_makes()
    {
        (string forms, string names) = FormTableWriter.Write();
        GeneratedFile.IsFresh("VmxAsm.Compiler/Encoding/Forms/FormTable.g.cs", forms);
        GeneratedFile.IsFresh("VmxAsm.Compiler/Encoding/Forms/MnemonicTable.g.cs", names);
    }

    [Fact]
    public void Every_name_is_found_and_leads_to_a_form()
    {
        for (int i = 0; i < MnemonicTable.Count; i++)
        {
            Assert.Equal(i, MnemonicTable.Find(MnemonicTable.Name(i)));
            Assert.True(MnemonicTable.Forms(i, intel: false).Length + MnemonicTable.Forms(i, intel: true).Length > 0);
            Assert.InRange(MnemonicTable.Name(i).Length, 2, MnemonicTable.LongestName);
        }
        Assert.Equal(-1, MnemonicTable.Find("nosuchinstruction"u8));
    }
}
