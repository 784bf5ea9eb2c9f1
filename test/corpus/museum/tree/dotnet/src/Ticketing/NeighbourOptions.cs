namespace Museum.Ticketing;

public sealed class NeighbourOptions
{
    public const string Section = "Neighbours";

    public EndpointOptions Catalog { get; set; } = new() { BaseUrl = "http://localhost:5210" };
    public SplitOptions Loans { get; set; } = new();
}

public sealed class EndpointOptions
{
    public string BaseUrl { get; set; } = "";
    public int TimeoutSeconds { get; set; } = 5;
}

public sealed class SplitOptions
{
    public string Host { get; set; } = "127.0.0.1";
    public int Port { get; set; } = 8280;
}
