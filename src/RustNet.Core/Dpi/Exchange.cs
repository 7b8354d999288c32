namespace RustNet.Core.Dpi;

/// <summary>What a message is to an exchange of a question and its answer.</summary>
public enum ExchangeRole : byte
{
    /// <summary>Neither.</summary>
    None,

    /// <summary>It asks.</summary>
    Request,

    /// <summary>It answers.</summary>
    Response,
}

/// <summary>
/// The place of a message in a question-and-answer exchange, as its protocol pairs them (DNS message ID, STUN transaction
/// ID, echo identifier and sequence number). A response that comes from the other side with the id of a request times it
/// (<see cref="ResponseTimer"/>).
/// </summary>
/// <param name="Role">Whether it asks or answers.</param>
/// <param name="Id">What both have in common; longer ids folded to 64 bits.</param>
public readonly record struct Exchange(ExchangeRole Role, ulong Id)
{
    /// <summary>A request with this id.</summary>
    public static Exchange Request(ulong id) => new(ExchangeRole.Request, id);

    /// <summary>The response to the request with this id.</summary>
    public static Exchange Response(ulong id) => new(ExchangeRole.Response, id);
}
