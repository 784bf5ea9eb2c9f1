using System.Net.Sockets;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Announcer;

public sealed class Speaker(IHttpClientFactory clients, ILogger<Speaker> log) : BackgroundService
{
    private const string BusHost = "localhost";
    private const int BusPort = 5672;

    // The amplifier's driver is a desktop program of the vendor; it opens 4800 on this PC only.
    private const string AmplifierHost = "127.0.0.1";
    private const int AmplifierPort = 4800;

    private static readonly string Voices = @"\\STATION01\audio\voices";

    protected override Task ExecuteAsync(CancellationToken stop)
    {
        var uri = new Uri($"amqp://{BusHost}:{BusPort}/rail");
        var channel = new ConnectionFactory { Uri = uri }.CreateConnection("announcer").CreateModel();
        channel.QueueDeclare("announcements", durable: true, exclusive: false, autoDelete: false);
        var consumer = new EventingBasicConsumer(channel);
        consumer.Received += async (_, message) => await Say(message.Body.ToArray());
        channel.BasicConsume("announcements", autoAck: true, consumer);
        log.LogInformation("listening for announcements on localhost:5672");
        return Task.CompletedTask;
    }

    private async Task Say(byte[] body)
    {
        var board = await clients.CreateClient("timetable").GetStringAsync("departures/HBF");
        using var amplifier = new TcpClient(AmplifierHost, AmplifierPort);
        await amplifier.GetStream().WriteAsync(body);
        File.AppendAllText("C:\\rail\\announcer\\said.log", board + Environment.NewLine);
    }
}
