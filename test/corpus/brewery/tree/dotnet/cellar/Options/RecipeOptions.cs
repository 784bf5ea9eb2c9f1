namespace Cellar.Options;

public sealed class RecipeOptions
{
    /// <summary>Where the recipe book is, e.g. http://localhost:7201.</summary>
    public string BaseUrl { get; set; } = "http://localhost:7201";

    public int Retries { get; set; } = 3;
}
