using Grpc.Net.Client;
using Microsoft.Extensions.Options;

namespace Ticketing;

public sealed class SeatOptions
{
    public string Address { get; set; } = "http://localhost:6203";
    public int DeadlineMs { get; set; } = 400;
}

public sealed class SeatMap(IOptions<SeatOptions> options, ILogger<SeatMap> log)
{
    private readonly GrpcChannel _channel = GrpcChannel.ForAddress(options.Value.Address);

    public bool Near(Uri other)
    {
        if (other.Host == "localhost" || other.IsLoopback) return true;
        log.LogDebug("{Host} is not 127.0.0.1, going through the gateway", other.Host);
        return false;
    }
}
