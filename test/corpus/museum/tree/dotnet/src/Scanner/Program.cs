using Grpc.Net.Client;
using Museum.Scanner;
using StackExchange.Redis;

const string CatalogRoot = "http://localhost:5210";

var host = Host.CreateDefaultBuilder(args)
    .UseWindowsService(o => o.ServiceName = "Museum Scanner")
    .ConfigureServices(services =>
    {
        services.AddHttpClient<CatalogClient>(c => c.BaseAddress = new Uri($"{CatalogRoot}/objects/"));
        services.AddSingleton(GrpcChannel.ForAddress("http://localhost:5221"));
        services.AddSingleton<IConnectionMultiplexer>(ConnectionMultiplexer.Connect(new ConfigurationOptions
        {
            EndPoints = { { "localhost", 6380 } },
            AbortOnConnectFail = false,
        }));
        services.AddHostedService<FolderWatcher>();
    })
    .Build();
await host.RunAsync();
