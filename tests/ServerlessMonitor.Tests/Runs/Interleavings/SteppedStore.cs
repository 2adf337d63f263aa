using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace ServerlessMonitor.Tests.Runs.Interleavings;

/// <summary>Stands before a store: every call of it is a point where another worker may go on, or where this one dies.</summary>
internal class SteppedStore : DispatchProxy
{
    private static readonly ConcurrentDictionary<Type, MethodInfo> Waiting = new();
    private object? _inner;

    /// <summary>Puts one before a store.</summary>
    public static T Of<T>(T inner)
        where T : class
    {
        T proxy = Create<T, SteppedStore>();
        ((SteppedStore)(object)proxy)._inner = inner;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        object? Call() => targetMethod!.Invoke(_inner, args);
        Type result = targetMethod!.ReturnType;
        if (result == typeof(Task))
        {
            return PlainAsync(() => (Task)Call()!);
        }

        string wrapper = result.GetGenericTypeDefinition() == typeof(Task<>) ? nameof(ResultAsync) : nameof(ItemsAsync);
        MethodInfo method = Waiting.GetOrAdd(
            result, type => typeof(SteppedStore).GetMethod(wrapper, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type.GetGenericArguments()));
        return method.Invoke(null, wrapper == nameof(ResultAsync) ? [(Func<object?>)Call] : [(Func<object?>)Call, CancellationToken.None]);
    }

    private static async Task PlainAsync(Func<Task> call)
    {
        await StepWorker.YieldAsync();
        await call();
    }

    private static async Task<T> ResultAsync<T>(Func<object?> call)
    {
        await StepWorker.YieldAsync();
        return await (Task<T>)call()!;
    }

    private static async IAsyncEnumerable<T> ItemsAsync<T>(Func<object?> call, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await StepWorker.YieldAsync();
        await foreach (T item in ((IAsyncEnumerable<T>)call()!).WithCancellation(cancellationToken))
        {
            yield return item;
        }
    }
}
