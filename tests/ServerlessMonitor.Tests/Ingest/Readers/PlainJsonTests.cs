using System.Text;
using ServerlessMonitor.Ingest.Readers;

namespace ServerlessMonitor.Tests.Ingest.Readers;

/// <summary>The fast way to read a row and the general one agree: without room behind the text only the general one is taken.</summary>
public sealed class PlainJsonTests
{
    private static readonly string[] Names = ["a", "n00", "prediction id", "größe", "a.b", "say \"hi\"", "back\\slash", "tab\there", string.Empty, new('x', 70), "o.p.q", "last"];

    private static readonly string[] Values =
    [
        "0", "-0", "-0.0", "1.50", "-17", "1e3", "1E-3", "2.5e+10", "12345678901234567890", "0.9850470526074279", "-123456789012345678901234567.25", "1234567890123456789012345678901",
        "12345678901234567890123456789012345678", "1e999", "null", "true", "false", "\"\"", "\"text\"", "\"Köln 東京 😀\"", "\"q\\\"\\u00e9\\n\\ud83d\\ude00\"", "\"\\/\"", "[]", "[1, {\"c\":\"]\"}, [null]]", "{}",
        "{\"b\":1}", "{\"p\":{\"q\":\"z\"}}", "\"thirty characters and one more.\"", "\"thirty characters and two more..\"", "\"thirty characters and some more, so that it takes more than a lane\"",
    ];

    private static readonly string[] Wrong =
    [
        "01", "-", "-01", "1.", ".5", "1.e5", "1..2", "1.2.3", "1e", "1e+", "--1", "+1", "1 2", "0x10", "nul", "nulls", "True", "tru", "falsey", "NaN", "-Infinity", "'x'", "\"", "\"x", "\"\\x\"", "\"\\ud83d\"",
        "\"line\tbreak\"", "\"\u0001\"", "[1,]", "[", "]", "{", "}", ",", ":", string.Empty, "\"x\"y", "[1]2", "1,", "\"\\", "\"\\u12\"", "1e5.5", "//", "/**/1", "[[[[[[[[[[1]]]]]]]]]]",
    ];

    private static readonly string[] Blanks = [string.Empty, string.Empty, string.Empty, " ", "\t", "  \r ", "\n"];

    [Fact]
    public void Read_AnyRows_AreWhatTheGeneralReaderSays()
    {
        var random = new Random(1);
        Assert.All(Enumerable.Range(0, 200), _ => AssertSame([.. Enumerable.Range(0, 50).Select(_ => Row(random))], random));
    }

    [Fact]
    public void Read_DamagedRows_AreWhatTheGeneralReaderSays()
    {
        var random = new Random(2);
        Assert.All(Enumerable.Range(0, 300), _ => AssertSame([.. Enumerable.Range(0, 50).Select(_ => Damaged(Row(random), random))], random));
    }

    [Fact]
    public void Read_WrongValues_AreWhatTheGeneralReaderSays()
    {
        var random = new Random(3);
        foreach (string value in Wrong.Concat(Values))
        {
            foreach (string row in new[] { $"{{\"a\":{value}}}", $"{{\"a\":{value},\"last\":1}}", $"{{\"a\":{value}", $"{{\"a\":{value} }} x", $"{{\"a\":1,\"a\":{value}}}", $"{{\"unknown\":{value}}}", $"  {{\"a\":{value}}}", value })
            {
                AssertSame([Encoding.UTF8.GetBytes(row)], random);
            }
        }
    }

    [Theory]
    [InlineData(62)]
    [InlineData(63)]
    [InlineData(64)]
    public void Read_ArraysInArrays_HaveTheSameLimit(int depth) =>
        AssertSame([Encoding.UTF8.GetBytes($"{{\"a\":{new string('[', depth)}{new string(']', depth)}}}")], new Random(4));

    [Theory]
    [InlineData("{\"a\":1,\"n00\":\"x\",\"last\":null}")]
    [InlineData(" { \"last\" : true, \"a\" : -1.5e-7 ,\"größe\":[1,2]} ")]
    [InlineData("{\"a\":\"q\\\"\",\"prediction id\":\"ü\"}")]
    public void Read_UsualRow_IsTaken(string row) => Assert.Equal(Encoding.UTF8.GetByteCount(row.TrimEnd()), TakenOf(row)[0]);

    [Theory]
    [InlineData("{\"o\":{\"p\":{\"q\":1}}}")]
    [InlineData("{\"unknown\":1}")]
    [InlineData("{}")]
    public void Read_UnusualRows_AreGivenUpAfterAHundred(string row)
    {
        const string Usual = "{\"a\":1}";
        int[] taken = TakenOf([.. Enumerable.Repeat(row, 99), Usual, .. Enumerable.Repeat(row, 100), Usual]);

        Assert.Equal(7, taken[99]);
        Assert.All(taken[100..], length => Assert.Equal(0, length));
    }

    private static int[] TakenOf(params string[] rows)
    {
        var names = new JsonNames();
        Array.ForEach(Names, name => names.Add(Encoding.UTF8.GetBytes(name)));
        var plain = new PlainJson(names, new UnescapedText());
        var cells = new (int, int)[Names.Length];
        long[] numbers = new long[Names.Length];
        return [.. rows.Select((row, i) =>
        {
            byte[] bytes = Encoding.UTF8.GetBytes(row);
            return plain.Read([.. bytes, .. new byte[PlainJson.Reach]], 0, bytes.Length, i + 1, cells, numbers);
        })];
    }

    private static void AssertSame(IReadOnlyList<byte[]> rows, Random random)
    {
        var generalIssues = new BatchIssues([]);
        var fastIssues = new BatchIssues([]);
        JsonRow general = Bound(generalIssues);
        JsonRow fast = Bound(fastIssues);
        foreach (byte[] row in rows)
        {
            // What stands behind the text must not matter.
            byte[] behind = new byte[PlainJson.Reach];
            random.NextBytes(behind);
            if (random.Next(2) == 0)
            {
                "\",}1]"u8.CopyTo(behind);
            }

            bool isWhole = random.Next(4) > 0;
            int before = random.Next(3);
            JsonRead expected = general.Read(row, 0, row.Length, isWhole, out int expectedLength);
            JsonRead actual = fast.Read([.. new byte[before], .. row, .. behind], before, row.Length, isWhole, out int actualLength);
            string text = Encoding.UTF8.GetString(row);
            Assert.True(expected == actual, $"{expected}, {actual}: {text}");
            if (expected == JsonRead.Complete)
            {
                Assert.True(expectedLength == actualLength, $"{expectedLength}, {actualLength}: {text}");
                Assert.Equal(general.Rejected, fast.Rejected);
                Assert.All(Names, (_, i) => Assert.Equal(Encoding.UTF8.GetString(general.Cell(i)), Encoding.UTF8.GetString(fast.Cell(i))));
                general.CountLateNames();
                fast.CountLateNames();
            }
        }

        Assert.All(Names, (_, i) => Assert.Equal(general.IsNamed(i), fast.IsNamed(i)));
        Assert.Equal(generalIssues.LateColumns, fastIssues.LateColumns);
    }

    private static JsonRow Bound(BatchIssues issues)
    {
        var row = new JsonRow(issues);
        row.Bind(Names, _ => false);
        return row;
    }

    private static byte[] Row(Random random)
    {
        string Blank() => Blanks[random.Next(Blanks.Length)];
        int[] order = [.. Enumerable.Range(0, Names.Length)];
        if (random.Next(3) == 0)
        {
            random.Shuffle(order);
        }

        var row = new StringBuilder(Blank()).Append('{').Append(Blank());
        string between = string.Empty;
        foreach (int i in order.Where(_ => random.Next(5) > 0))
        {
            string name = random.Next(60) == 0 ? "late" : random.Next(60) == 0 ? "a" : Names[i];
            string quoted = random.Next(4) == 0 ? System.Text.Json.JsonSerializer.Serialize(name) : Quote(name);
            string value = random.Next(60) == 0 ? Wrong[random.Next(Wrong.Length)] : Values[random.Next(random.Next(3) == 0 ? Values.Length : 19)];
            row.Append(between).Append(Blank()).Append(quoted).Append(Blank()).Append(':').Append(Blank()).Append(value).Append(Blank());
            between = ",";
        }

        return Encoding.UTF8.GetBytes(row.Append('}').Append(Blank()).ToString());
    }

    private static string Quote(string name) =>
        $"\"{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal)}\"";

    private static byte[] Damaged(byte[] row, Random random)
    {
        var bytes = new List<byte>(row);
        for (int i = random.Next(3); i >= 0; i--)
        {
            int at = random.Next(bytes.Count);
            byte other = random.Next(3) == 0 ? (byte)random.Next(256) : "{}[]\",:\\-.e01 \tntf"u8[random.Next(18)];
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = other;
                    break;
                case 1:
                    bytes.Insert(at, other);
                    break;
                case 2 when bytes.Count > 1:
                    bytes.RemoveAt(at);
                    break;
                default:
                    bytes.RemoveRange(at, bytes.Count - at);
                    bytes.Add(other);
                    break;
            }
        }

        return [.. bytes];
    }
}
