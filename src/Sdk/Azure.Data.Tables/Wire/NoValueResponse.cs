namespace Azure.Data.Tables.Wire;

/// <summary>The answer about an entity that does not exist.</summary>
internal sealed class NoValueResponse<T>(Response response) : NullableResponse<T>
{
    public override bool HasValue => false;

    public override T Value => throw new InvalidOperationException($"The entity does not exist, so there is no value (status {response.Status}).");

    public override Response GetRawResponse() => response;
}
