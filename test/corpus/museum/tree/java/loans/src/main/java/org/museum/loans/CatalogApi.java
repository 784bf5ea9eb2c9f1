package org.museum.loans;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** Objects live in the .NET half, by default at {@code http://localhost:5210/objects}. */
@RegisterRestClient(configKey = "catalog-api")
@Path("/objects")
public interface CatalogApi {
  @GET
  @Path("/{id}")
  MuseumObject byId(@PathParam("id") int id);

  record MuseumObject(int id, String title, String room) {}
}
