using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>The functions of an app, found by reflection and checked.</summary>
internal sealed class FunctionIndex
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private readonly Dictionary<string, FunctionDescriptor> _byName = new(StringComparer.OrdinalIgnoreCase);

    public List<QueueFunction> Queues { get; } = [];

    public List<TimerFunction> Timers { get; } = [];

    public List<HttpFunction> Http { get; } = [];

    public IReadOnlyCollection<FunctionDescriptor> All => _byName.Values;

    public FunctionDescriptor? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Finds the functions.</summary>
    /// <exception cref="InvalidOperationException">One of them cannot run; the message names it.</exception>
    public static FunctionIndex Build(IEnumerable<Type> types, IConfiguration configuration, HostSettings settings)
    {
        var index = new FunctionIndex();
        foreach (var type in types)
        {
            foreach (var method in type.GetMethods(Declared))
            {
                if (method.GetCustomAttribute<FunctionAttribute>() is { } function)
                {
                    if (!method.IsPublic || !type.IsVisible || (type.IsAbstract && !method.IsStatic))
                    {
                        throw new InvalidOperationException($"Function '{function.Name}': {type.FullName}.{method.Name} must be a public method of a public class.");
                    }

                    index.Add(function.Name, method, configuration, settings);
                }
            }
        }

        return index;
    }

    private void Add(string name, MethodInfo method, IConfiguration configuration, HostSettings settings)
    {
        var (parameter, trigger) = TriggerOf(name, method);
        var descriptor = new FunctionDescriptor(name, method, parameter, trigger, IsDisabled(name, configuration));
        if (!_byName.TryAdd(name, descriptor))
        {
            throw new InvalidOperationException($"Function '{name}' is defined more than once.");
        }

        string Resolve(string template) => SettingTemplate.Resolve(template, configuration, name, parameter.Name!);
        ParameterBinder.Check(descriptor);
        if (descriptor.Retry is not null && trigger is not TimerTriggerAttribute)
        {
            throw new InvalidOperationException($"Function '{name}': retry attributes are for timers; a queue retries by message, an HTTP client by itself.");
        }

        switch (trigger)
        {
            case QueueTriggerAttribute queue:
                Queues.Add(new QueueFunction(descriptor, QueueNameOf(name, Resolve(queue.QueueName)), queue.Connection));
                break;
            case TimerTriggerAttribute timer:
                Timers.Add(new TimerFunction(descriptor, ScheduleOf(name, parameter, Resolve(timer.Schedule)), timer.UseMonitor, timer.RunOnStartup));
                break;
            case HttpTriggerAttribute http:
                AddHttp(descriptor, http, settings.RoutePrefix, Resolve);
                break;
            default:
                throw new InvalidOperationException($"Function '{name}': the trigger {trigger.GetType().Name} is not part of this subset.");
        }
    }

    private void AddHttp(FunctionDescriptor function, HttpTriggerAttribute http, string prefix, Func<string, string> resolve)
    {
        if (http.AuthLevel == AuthorizationLevel.User)
        {
            throw new InvalidOperationException($"Function '{function.Name}': the authorization level User is not supported by hosts.");
        }

        var route = string.IsNullOrEmpty(http.Route) ? function.Name : resolve(http.Route).Trim('/');
        Http.Add(new HttpFunction(
            function,
            prefix.Length == 0 ? route : $"{prefix}/{route}",
            [.. (http.Methods ?? []).Select(method => method.ToUpperInvariant())],
            http.AuthLevel));
    }

    private static string QueueNameOf(string function, string text)
    {
        var name = text.ToLowerInvariant();
        return name.Length is >= 3 and <= 63
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
            && name[0] != '-' && name[^1] != '-' && !name.Contains("--", StringComparison.Ordinal)
            ? name
            : throw new InvalidOperationException(
                $"Function '{function}': '{text}' is no queue name; it takes 3 to 63 letters, digits and single dashes, and begins and ends with a letter or digit.");
    }

    private static TimerSchedule ScheduleOf(string function, ParameterInfo parameter, string schedule)
    {
        try
        {
            return TimerSchedule.Parse(schedule);
        }
        catch (FormatException error)
        {
            throw new InvalidOperationException($"Function '{function}', parameter '{parameter.Name}': {error.Message}", error);
        }
    }

    private static (ParameterInfo Parameter, TriggerBindingAttribute Trigger) TriggerOf(string name, MethodInfo method)
    {
        var triggers = method.GetParameters()
            .Select(parameter => (Parameter: parameter, Trigger: parameter.GetCustomAttribute<TriggerBindingAttribute>()))
            .Where(pair => pair.Trigger is not null)
            .ToList();
        return triggers is [var (parameter, trigger)]
            ? (parameter, trigger!)
            : throw new InvalidOperationException($"Function '{name}' must have exactly one parameter with a trigger attribute; it has {triggers.Count}.");
    }

    private static bool IsDisabled(string name, IConfiguration configuration) =>
        (configuration[$"AzureWebJobs.{name}.Disabled"] ?? configuration[$"AzureWebJobs:{name}:Disabled"]) is { } value
        && (value == "1" || string.Equals(value, "true", StringComparison.OrdinalIgnoreCase));
}
