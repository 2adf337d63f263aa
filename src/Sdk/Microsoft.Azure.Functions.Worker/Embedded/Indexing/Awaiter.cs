using System.Reflection;

namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>Waits for what a method returned, whatever shape that has.</summary>
internal static class Awaiter
{
    /// <summary>A function that waits for a value of <paramref name="returnType"/> and gives its result, <see langword="null"/> where there is none.</summary>
    public static Func<object?, Task<object?>> For(Type returnType)
    {
        if (returnType == typeof(void))
        {
            return _ => Task.FromResult<object?>(null);
        }

        if (returnType == typeof(Task))
        {
            return NoResult;
        }

        if (returnType == typeof(ValueTask))
        {
            return value => NoResult(((ValueTask)value!).AsTask());
        }

        if (returnType.IsGenericType && returnType.GetGenericTypeDefinition() is var generic
            && (generic == typeof(Task<>) || generic == typeof(ValueTask<>)))
        {
            var name = generic == typeof(Task<>) ? nameof(OfTask) : nameof(OfValueTask);
            return typeof(Awaiter).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(returnType.GetGenericArguments()[0]).CreateDelegate<Func<object?, Task<object?>>>();
        }

        return Task.FromResult;
    }

    private static async Task<object?> NoResult(object? value)
    {
        await (Task)value!;
        return null;
    }

    private static async Task<object?> OfTask<T>(object? value) => await (Task<T>)value!;

    private static async Task<object?> OfValueTask<T>(object? value) => await (ValueTask<T>)value!;
}
