using Xunit;

namespace Cellar.Tests;

public class RecipeClientTests
{
    private static readonly Uri Book = new("http://localhost:7201");

    [Fact]
    public async Task Falls_back_to_the_cache()
    {
        using var http = new HttpClient { BaseAddress = Book };
        Assert.Equal("localhost", http.BaseAddress!.Host);
        await Task.CompletedTask;
    }
}
