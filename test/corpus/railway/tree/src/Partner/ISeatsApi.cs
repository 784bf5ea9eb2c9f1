using Refit;

namespace Partner;

public interface ISeatsApi
{
    [Get("/healthz")]
    Task<string> Health();
}
