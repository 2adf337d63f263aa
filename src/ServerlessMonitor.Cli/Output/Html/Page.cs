using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace ServerlessMonitor.Cli.Output.Html;

/// <summary>A page in one file: style and script inside, nothing loaded, and the browser told to load nothing and to run no other script.</summary>
internal static class Page
{
    /// <summary>Wraps a body.</summary>
    /// <param name="title">For the tab and the bookmark.</param>
    /// <param name="madeAt">When it was made.</param>
    /// <param name="body">The content.</param>
    public static string Of(string title, DateTimeOffset madeAt, Markup body)
    {
        var script = Resource("page.js");
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)));
        var html = new HtmlWriter();
        html.Write($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{new Markup(hash)}'; base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="robots" content="noindex">
            <title>{title}</title>
            <style>{new Markup(Resource("page.css"))}</style>
            </head>
            <body>
            <button type="button" class="theme" hidden>Theme: automatic</button>
            {body}
            <footer>Made by serverless-monitor {Version()} on {Words.Instant(madeAt)}. Everything is in this file; it loads nothing.</footer>
            <script>{new Markup(script)}</script>
            </body>
            </html>
            """);
        return html.ToMarkup().Html;
    }

    private static string Version() =>
        typeof(Page).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? string.Empty;

    private static string Resource(string name)
    {
        using var stream = typeof(Page).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The resource {name} is not in the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
