package org.museum.loans;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

@RegisterRestClient(configKey = "exhibits-api", baseUri = "http://localhost:8300")
@Path("/exhibits")
public interface ExhibitsApi {
  @GET
  List<String> current();
}
