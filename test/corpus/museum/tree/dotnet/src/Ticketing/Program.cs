using MassTransit;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Museum.Ticketing;
using Refit;

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.ListenLocalhost(5220);
    kestrel.ListenAnyIP(5221, o => o.Protocols = HttpProtocols.Http2);
});

builder.Services.Configure<NeighbourOptions>(builder.Configuration.GetSection(NeighbourOptions.Section));
builder.Services.AddDbContext<TillContext>(o => o.UseSqlServer(builder.Configuration.GetConnectionString("Till")));
builder.Services.AddGrpc();

builder.Services
    .AddRefitClient<ICatalogApi>()
    .ConfigureHttpClient((sp, http) =>
        http.BaseAddress = new Uri(sp.GetRequiredService<IOptions<NeighbourOptions>>().Value.Catalog.BaseUrl));

builder.Services.AddHttpClient("loans", (sp, http) =>
{
    var to = sp.GetRequiredService<IOptions<NeighbourOptions>>().Value.Loans;
    http.BaseAddress = new UriBuilder("http", to.Host, to.Port).Uri;
});

builder.Services.AddMassTransit(x => x.UsingRabbitMq((_, bus) =>
{
    bus.Host("localhost", 5672, "museum", h => { h.Username("museum"); h.Password("bronze"); });
}));

var app = builder.Build();
app.MapGrpcService<SeatService>();
app.MapGet("/up", () => "ok");
app.MapPost("/tickets", async (Order order, ICatalogApi catalog, TillContext till) =>
{
    // was: var o = await new HttpClient().GetAsync("http://localhost:5210/objects/" + order.ObjectId)
    var thing = await catalog.Object(order.ObjectId);
    till.Add(order with { Title = thing.Title });
    await till.SaveChangesAsync();
    return Results.Created($"/tickets/{order.Id}", order);
});
app.Run();

public interface ICatalogApi
{
    [Get("/objects/{id}")]
    Task<Thing> Object(int id);
}
