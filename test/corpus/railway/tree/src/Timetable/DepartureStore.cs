using Microsoft.Data.SqlClient;

namespace Timetable;

public sealed class DepartureStore(IConfiguration config)
{
    private readonly string _db = config.GetConnectionString("Timetable")
        ?? throw new InvalidOperationException("ConnectionStrings:Timetable is missing, e.g. Server=localhost,1433;…");

    public async Task<IReadOnlyList<string>> Next(string station, int rows)
    {
        await using var connection = new SqlConnection(_db);
        await connection.OpenAsync();
        await using var command = new SqlCommand("SELECT TOP (@n) line FROM departures WHERE station = @s ORDER BY due", connection);
        command.Parameters.AddWithValue("@n", rows);
        command.Parameters.AddWithValue("@s", station);
        var lines = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) lines.Add(reader.GetString(0));
        return lines;
    }
}
