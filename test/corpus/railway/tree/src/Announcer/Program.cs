using Announcer;

var host = Host.CreateDefaultBuilder(args)
    .UseWindowsService(o => o.ServiceName = "RailAnnouncer")
    .ConfigureServices((context, services) =>
    {
        services.AddHttpClient("timetable", c =>
            c.BaseAddress = new Uri(context.Configuration.GetValue("Timetable:BaseUrl", "http://localhost:6201/")!));
        services.AddHostedService<Speaker>();
    })
    .Build();

await host.RunAsync();
