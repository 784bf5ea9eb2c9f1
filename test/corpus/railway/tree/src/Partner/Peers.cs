namespace Partner;

/// <summary>Neighbours on this server. <c>curl http://localhost:6202/healthz</c></summary>
public static class Peers
{
    public const string TicketingHost = "localhost";
    public const int TicketingPort = 6202;
    public static string Ticketing => $"http://{TicketingHost}:{TicketingPort}";

    public static readonly string Seats = "http://" + "localhost" + ":6213";

    public static Uri Departures(string station) =>
        new UriBuilder("http", "127.0.0.1", 6201, $"departures/{station}").Uri;

    public static bool IsHere(string host) => host is "localhost" or "127.0.0.1" or "::1";

    public static string HostOf(string? link) => Uri.TryCreate(link, UriKind.Absolute, out var uri) ? uri.Host : "localhost";
}
