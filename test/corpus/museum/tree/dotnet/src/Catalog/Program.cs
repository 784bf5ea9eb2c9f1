using MassTransit;
using Microsoft.EntityFrameworkCore;
using Museum.Catalog.Data;
using Museum.Catalog.Hubs;
using Serilog;
using StackExchange.Redis;

var builder = WebApplication.CreateBuilder(args);
builder.Host.UseSerilog((ctx, lc) => lc.ReadFrom.Configuration(ctx.Configuration));

var cfg = builder.Configuration;
builder.Services.AddDbContext<CatalogContext>(o => o.UseNpgsql(cfg.GetConnectionString("Catalog")));
builder.Services.AddSingleton<IConnectionMultiplexer>(_ =>
    ConnectionMultiplexer.Connect(cfg.GetConnectionString("Cache") ?? "localhost:6380"));

builder.Services.AddMassTransit(x =>
{
    x.AddConsumersFromNamespaceContaining<Program>();
    x.UsingRabbitMq((context, bus) =>
    {
        bus.Host(cfg["Rabbit:Host"], cfg["Rabbit:VirtualHost"], h => h.Username(cfg["Rabbit:User"]!));
        bus.ConfigureEndpoints(context);
    });
});

builder.Services.AddCors(o => o.AddDefaultPolicy(p => p
    .WithOrigins(cfg.GetSection("Cors:Origins").Get<string[]>() ?? new[] { "http://localhost:5173" })
    .AllowAnyHeader().AllowAnyMethod().AllowCredentials()));

builder.Services.AddAuthentication("Bearer").AddJwtBearer(o =>
{
    o.Authority = cfg["Auth:Authority"];
    o.RequireHttpsMetadata = false; // keycloak listens on http://localhost:8180 without TLS
});

builder.Services.AddHealthChecks()
    .AddDbContextCheck<CatalogContext>()
    .AddUrlGroup(new Uri("http://localhost:8280/q/health/live"), name: "loans")
    .AddUrlGroup(new Uri("http://localhost:5210/healthz/live"), name: "self");
builder.Services.AddSignalR();

var app = builder.Build();
app.UseStaticFiles();
app.UseCors();
app.MapHealthChecks("/healthz");
app.MapGet("/healthz/live", () => Results.Ok());
app.MapHub<CatalogHub>("/hubs/catalog");
app.MapGet("/objects/{id:int}", async (int id, CatalogContext db) => await db.Objects.FindAsync(id) is { } o ? Results.Ok(o) : Results.NotFound());
app.Lifetime.ApplicationStarted.Register(() => Log.Information("catalogue is up, try http://localhost:5210/objects/1"));
app.Run();
