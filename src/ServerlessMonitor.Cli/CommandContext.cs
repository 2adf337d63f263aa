using Microsoft.Extensions.Configuration;
using Spectre.Console;

namespace ServerlessMonitor.Cli;

/// <summary>What the commands know of the process they run in; tests make their own.</summary>
internal sealed class CommandContext
{
    // Wide enough that nothing is wrapped where nobody looks at a screen.
    private const int PipeWidth = 1000;

    private CommandContext(TextWriter output, TextWriter error)
    {
        Output = output;
        Error = error;
    }

    /// <summary>Results.</summary>
    public TextWriter Output { get; }

    /// <summary>Problems and progress.</summary>
    public TextWriter Error { get; }

    /// <summary>Whether <see cref="Output"/> is a terminal.</summary>
    public bool OutputIsTerminal { get; private init; }

    /// <summary>Whether <see cref="Error"/> is a terminal.</summary>
    public bool ErrorIsTerminal { get; private init; }

    /// <summary>Environment variables.</summary>
    public required IConfiguration Settings { get; init; }

    /// <summary>The wall clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Threads that read a file, at least one; null for what the machine has. No result depends on it.</summary>
    public int? Threads { get; init; }

    /// <summary>What HTTP requests go through.</summary>
    public Func<HttpMessageHandler> CreateHandler { get; init; } = static () => new SocketsHttpHandler();

    /// <summary>Spectre's view of <see cref="Output"/>; only for terminals.</summary>
    public IAnsiConsole OutputConsole => field ??= Console(Output, OutputIsTerminal);

    /// <summary>Spectre's view of <see cref="Error"/>; only for terminals.</summary>
    public IAnsiConsole ErrorConsole => field ??= Console(Error, ErrorIsTerminal);

    /// <summary>Whether colours are welcome: not when <c>NO_COLOR</c> has any value (no-color.org).</summary>
    public bool Color => string.IsNullOrEmpty(Settings["NO_COLOR"]);

    /// <summary>The context of this process.</summary>
    public static CommandContext OfProcess() => new(System.Console.Out, System.Console.Error)
    {
        OutputIsTerminal = !System.Console.IsOutputRedirected,
        ErrorIsTerminal = !System.Console.IsErrorRedirected,
        Settings = new ConfigurationBuilder().AddEnvironmentVariables().Build(),
    };

    /// <summary>A context that writes to these, as into pipes.</summary>
    public static CommandContext Piped(TextWriter output, TextWriter error, IReadOnlyDictionary<string, string?>? settings = null, Func<HttpMessageHandler>? createHandler = null, int? threads = null) =>
        new(output, error)
        {
            Settings = new ConfigurationBuilder().AddInMemoryCollection(settings ?? new Dictionary<string, string?>(StringComparer.Ordinal)).Build(),
            CreateHandler = createHandler ?? (static () => new SocketsHttpHandler()),
            Threads = threads,
        };

    /// <summary>The same with another output, which is no terminal.</summary>
    public CommandContext WritingTo(TextWriter output) => new(output, Error)
    {
        ErrorIsTerminal = ErrorIsTerminal,
        Settings = Settings,
        Time = Time,
        Threads = Threads,
        CreateHandler = CreateHandler,
    };

    private IAnsiConsole Console(TextWriter writer, bool terminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = terminal && Color ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = terminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!terminal)
        {
            console.Profile.Width = PipeWidth;
        }

        return console;
    }
}
