using System.Text;

namespace VmxAsm.Architecture;

/// <summary>Names as source code writes them, from names as C# writes them: <c>HltExiting</c> becomes <c>hlt_exiting</c>.</summary>
internal static class SnakeCase
{
    public static string From(string pascal)
    {
        StringBuilder name = new(pascal.Length + 8);
        foreach (char c in pascal)
        {
            if (char.IsUpper(c) && name.Length > 0)
                name.Append('_');
            name.Append(char.ToLowerInvariant(c));
        }

        return name.ToString();
    }
}
