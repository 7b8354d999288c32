namespace RustNet.Core.Dpi.Protocols.Quic;

/// <summary>
/// What is known of a connection while one of its datagrams is read: one value is made for all that the datagram tells, and none
/// where it tells nothing.
/// </summary>
internal struct QuicDraft
{
    private QuicInfo _info;
    private bool _isOwn;

    /// <summary>Goes on from what is known.</summary>
    public QuicDraft(QuicInfo known) => _info = known;

    /// <summary>Begins with a version.</summary>
    public static QuicDraft Of(uint version) => new(new QuicInfo { Version = version }) { _isOwn = true };

    /// <summary>What is known now. Nobody changes it once the datagram has been read.</summary>
    public readonly QuicInfo Info => _info;

    /// <summary>The same to set what is new in it.</summary>
    public QuicInfo Change()
    {
        if (!_isOwn)
        {
            _info = _info with { };
            _isOwn = true;
        }

        return _info;
    }

    /// <summary>Begins anew: another connection between the same endpoints.</summary>
    public void Restart(uint version) => this = Of(version);

    /// <summary>Moves on to a later phase, never back.</summary>
    public void Reach(QuicPhase phase)
    {
        if (phase > _info.Progress)
        {
            Change().Progress = phase;
        }
    }
}
