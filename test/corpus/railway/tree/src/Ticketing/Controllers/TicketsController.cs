using Microsoft.AspNetCore.Mvc;
using Npgsql;

namespace Ticketing.Controllers;

[ApiController]
[Route("tickets")]
public sealed class TicketsController(IConfiguration config, TimetableClient timetable) : ControllerBase
{
    private static readonly string Archive = @"\\STATION01\archive\tickets";
    private const string Layout = @"\d:\w+";

    [HttpGet("{id}")]
    public async Task<IActionResult> Get(string id)
    {
        await using var db = new NpgsqlConnection(config.GetConnectionString("Tickets"));
        await db.OpenAsync();
        await using var command = new NpgsqlCommand("select body from tickets where id = $1", db) { Parameters = { new() { Value = id } } };
        return await command.ExecuteScalarAsync() is string body ? Ok(body) : NotFound();
    }

    [HttpPost("{id}/archive")]
    public IActionResult Move(string id)
    {
        System.IO.File.Move(Path.Combine(@"D:\rail\spool\tickets", id + ".pdf"), Path.Combine(Archive, id + ".pdf"));
        return Accepted($"http://localhost:6202/tickets/{id}");
    }

    [HttpGet("board/{station}")]
    public Task<string> Board(string station) => timetable.Departures(station);
}
