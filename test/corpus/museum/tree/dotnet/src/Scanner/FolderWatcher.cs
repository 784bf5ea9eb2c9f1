namespace Museum.Scanner;

public sealed class FolderWatcher(CatalogClient catalog, ILogger<FolderWatcher> log) : BackgroundService
{
    private const string Inbox = @"D:\Museum\Scans\Inbox";
    private static readonly string Done = Path.Combine(@"D:\Museum\Scans", "Done");
    private static readonly string Lab = "\\\\LAB-NAS\\xray\\2019";

    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        log.LogInformation("watching {Inbox}, posting to http://localhost:5210", Inbox);
        while (!stop.IsCancellationRequested)
        {
            foreach (var file in Directory.EnumerateFiles(Inbox, "*.tif").Concat(Directory.EnumerateFiles(Lab, "*.dcm")))
            {
                await catalog.Attach(file, stop);
                File.Move(file, Path.Combine(Done, Path.GetFileName(file)));
            }
            await Task.Delay(TimeSpan.FromSeconds(20), stop);
        }
    }
}

public sealed class CatalogClient(HttpClient http)
{
    public async Task Attach(string file, CancellationToken stop)
    {
        var id = Path.GetFileNameWithoutExtension(file).Split('_')[0];
        await http.PostAsync($"{id}/images", new StreamContent(File.OpenRead(file)), stop);
    }
}
