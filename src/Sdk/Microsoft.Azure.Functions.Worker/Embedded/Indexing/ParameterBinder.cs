using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>Makes the arguments of a function from what its trigger brought.</summary>
internal static class ParameterBinder
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private static readonly HashSet<Type> Simple =
    [
        typeof(string), typeof(int), typeof(long), typeof(double), typeof(decimal), typeof(bool), typeof(Guid), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly),
    ];

    /// <summary>Checks at start-up that every parameter can be bound.</summary>
    /// <exception cref="InvalidOperationException">One cannot.</exception>
    public static void Check(FunctionDescriptor function)
    {
        foreach (var parameter in function.Parameters)
        {
            var type = parameter.ParameterType;
            var supported = parameter == function.TriggerParameter
                ? IsPayload(function, type)
                : type == typeof(FunctionContext) || type == typeof(CancellationToken) || IsSimple(type);
            if (!supported)
            {
                throw new InvalidOperationException(
                    $"Function '{function.Name}', parameter '{parameter.Name}': the type {type} is not part of this subset for {function.Trigger.GetType().Name}.");
            }
        }
    }

    /// <summary>The arguments, in order.</summary>
    /// <exception cref="ParameterBindingException">A value does not fit its parameter.</exception>
    public static object?[] Bind(FunctionDescriptor function, TriggerInput input, FunctionContext context)
    {
        var arguments = new object?[function.Parameters.Count];
        for (var i = 0; i < arguments.Length; i++)
        {
            var parameter = function.Parameters[i];
            arguments[i] = parameter == function.TriggerParameter ? Payload(function, parameter, input.Payload)
                : parameter.ParameterType == typeof(FunctionContext) ? context
                : parameter.ParameterType == typeof(CancellationToken) ? context.CancellationToken
                : Value(function, parameter, input.BindingData);
        }

        return arguments;
    }

    private static bool IsPayload(FunctionDescriptor function, Type type) => function.Trigger switch
    {
        HttpTriggerAttribute => type == typeof(HttpRequest),
        TimerTriggerAttribute => type == typeof(TimerInfo),
        _ => type == typeof(string) || type == typeof(byte[]) || type == typeof(BinaryData) || (type.IsClass && !typeof(Delegate).IsAssignableFrom(type)),
    };

    private static bool IsSimple(Type type) => (Nullable.GetUnderlyingType(type) ?? type) is var inner && (inner.IsEnum || Simple.Contains(inner));

    private static object? Payload(FunctionDescriptor function, ParameterInfo parameter, object? payload)
    {
        if (function.Trigger is not QueueTriggerAttribute)
        {
            return payload;
        }

        var body = (BinaryData)payload!;
        var type = parameter.ParameterType;
        if (type == typeof(string))
        {
            return body.ToString();
        }

        if (type == typeof(BinaryData))
        {
            return body;
        }

        if (type == typeof(byte[]))
        {
            return body.ToArray();
        }

        try
        {
            return JsonSerializer.Deserialize(body.ToMemory().Span, type, Json);
        }
        catch (JsonException error)
        {
            throw new ParameterBindingException(function.Name, parameter.Name!, type, error);
        }
    }

    private static object? Value(FunctionDescriptor function, ParameterInfo parameter, IReadOnlyDictionary<string, object?> data)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        if (!data.TryGetValue(parameter.Name!, out var value) || value is null || (value is string { Length: 0 } && type != typeof(string)))
        {
            return parameter.HasDefaultValue ? parameter.DefaultValue
                : parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType)
                : null;
        }

        if (type.IsInstanceOfType(value))
        {
            return value;
        }

        try
        {
            var text = Convert.ToString(value, CultureInfo.InvariantCulture)!;
            return type == typeof(string) ? text
                : type.IsEnum ? Enum.Parse(type, text, ignoreCase: true)
                : TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or OverflowException or NotSupportedException)
        {
            throw new ParameterBindingException(function.Name, parameter.Name!, type, error);
        }
    }
}
