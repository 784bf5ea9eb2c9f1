using System.Net;
using System.Net.Sockets;
using MassTransit;
using MongoDB.Driver;
using Ocelot.DependencyInjection;
using Ocelot.Middleware;
using Partner;
using Refit;
using Serilog;

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseUrls("http://localhost:6206");
builder.Configuration.AddJsonFile("ocelot.json");
builder.Host.UseSerilog((_, log) => log.WriteTo.Console().WriteTo.Seq("http://localhost:5341"));

builder.Services.AddOcelot();
builder.Services.AddSingleton(RestService.For<ISeatsApi>(Peers.Seats));
builder.Services.AddSingleton<IMongoClient>(_ => new MongoClient("mongodb://localhost:27017/?directConnection=true"));
builder.Services.AddMassTransit(bus => bus.UsingRabbitMq((_, rabbit) =>
    rabbit.Host("localhost", "rail", h => h.Username("partner"))));
builder.Services.AddHealthChecks();
builder.Services.AddHttpClient("upstream-health", c => c.BaseAddress = new Uri("http://localhost:6202/healthz"));

// partners without HTTPS libraries may still drop lines on a plain socket
var drop = new TcpListener(IPAddress.Loopback, 6207);
drop.Start();

var usage = @"
partner gateway
  http://localhost:6206/partner/v1/departures/HBF
  telnet 127.0.0.1 6207
";
Console.WriteLine(usage);

var app = builder.Build();
app.MapHealthChecks("/healthz");
await app.UseOcelot();
app.Run();
