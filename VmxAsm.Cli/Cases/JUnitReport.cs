using System.Globalization;
using System.Text;
using System.Xml;

namespace VmxAsm.Cli.Cases;

/// <summary>Results in the XML that build servers read: one <c>testsuite</c>, a <c>testcase</c> per file.</summary>
internal static class JUnitReport
{
    public static byte[] Write(string suite, IReadOnlyList<CaseResult> results)
    {
        using MemoryStream bytes = new();
        using (XmlWriter xml = XmlWriter.Create(bytes, new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(false), CheckCharacters = true }))
        {
            xml.WriteStartElement("testsuite");
            xml.WriteAttributeString("name", suite);
            xml.WriteAttributeString("tests", results.Count.ToString(CultureInfo.InvariantCulture));
            xml.WriteAttributeString("failures", results.Count(result => !result.Passed).ToString(CultureInfo.InvariantCulture));
            xml.WriteAttributeString("time", Seconds(results.Sum(result => result.Time.TotalSeconds)));
            foreach (CaseResult result in results)
            {
                xml.WriteStartElement("testcase");
                xml.WriteAttributeString("classname", suite);
                xml.WriteAttributeString("name", result.Case.Path);
                xml.WriteAttributeString("time", Seconds(result.Time.TotalSeconds));
                if (!result.Passed)
                {
                    xml.WriteStartElement("failure");
                    xml.WriteAttributeString("message", Legal(result.Failures[0].Split('\n')[0]));
                    xml.WriteString(Legal(string.Join('\n', result.Failures)));
                    xml.WriteEndElement();
                }

                if (result.Serial.Length > 0)
                    xml.WriteElementString("system-out", Legal(result.Serial));
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        return bytes.ToArray();
    }

    private static string Seconds(double seconds) => seconds.ToString("F3", CultureInfo.InvariantCulture);

    /// <summary>A guest may send any byte; XML 1.0 has no way to write most control characters.</summary>
    private static string Legal(string text) => string.Concat(text.Select(character => XmlConvert.IsXmlChar(character) ? character : '\uFFFD'));
}
