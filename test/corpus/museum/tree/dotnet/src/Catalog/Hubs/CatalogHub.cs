using System.Net;
using Microsoft.AspNetCore.SignalR;

namespace Museum.Catalog.Hubs;

public sealed class CatalogHub : Hub
{
    /// <summary>Only the console on the server itself may rename objects.</summary>
    private bool FromThisMachine()
    {
        var http = Context.GetHttpContext()!;
        var host = http.Request.Host.Host;
        return IPAddress.IsLoopback(http.Connection.RemoteIpAddress!) || host == "localhost" || host == "127.0.0.1";
    }

    public async Task Rename(int id, string title)
    {
        if (!FromThisMachine()) throw new HubException("renaming is possible at localhost only");
        await Clients.All.SendAsync("renamed", id, title);
    }
}
