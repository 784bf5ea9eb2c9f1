using Microsoft.EntityFrameworkCore;

namespace Museum.Catalog.Data;

public sealed class CatalogContext(DbContextOptions<CatalogContext> options) : DbContext(options)
{
    public DbSet<MuseumObject> Objects => Set<MuseumObject>();
}

public sealed record MuseumObject(int Id, string Title, string Room);
