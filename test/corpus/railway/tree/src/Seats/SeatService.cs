using Grpc.Core;
using Rail.Seats;
using StackExchange.Redis;

namespace Seats;

public sealed class SeatService(IConnectionMultiplexer redis) : SeatMap.SeatMapBase
{
    public override async Task<Receipt> Reserve(Reservation request, ServerCallContext context)
    {
        // context.Peer is "ipv4:127.0.0.1:50211" for calls from the same box
        var key = $"seat:{request.Train}:{request.Coach}:{request.Seat}";
        return new Receipt { Ok = await redis.GetDatabase().StringSetAsync(key, context.Peer, when: When.NotExists) };
    }
}
