using System.Text;

namespace ServerlessMonitor.TestKit.Azurite;

/// <summary>Names that no other test has, valid for tables, queues and containers alike.</summary>
public static class UniqueName
{
    private const int LongestPrefix = 30;

    /// <summary>A new name of 3 to 63 lower-case letters and digits that begins with the letters and digits of <paramref name="prefix"/>.</summary>
    public static string For(string prefix)
    {
        var name = new StringBuilder();
        foreach (var c in prefix.Where(char.IsAsciiLetterOrDigit).Take(LongestPrefix))
        {
            name.Append(char.ToLowerInvariant(c));
        }

        if (name.Length == 0 || !char.IsAsciiLetter(name[0]))
        {
            name.Insert(0, 'n');
        }

        return name.Append(Guid.NewGuid().ToString("N")[..16]).ToString();
    }
}
