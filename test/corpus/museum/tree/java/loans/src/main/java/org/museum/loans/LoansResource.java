package org.museum.loans;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;

@Path("/loans")
public class LoansResource {
  private static final Logger LOG = Logger.getLogger(LoansResource.class);

  @Inject @RestClient CatalogApi catalog;
  @Inject @RestClient ExhibitsApi exhibits;
  @Inject @Channel("loans") Emitter<String> out;

  @GET
  public String list() {
    return String.join("\n", exhibits.current());
  }

  @POST
  public String lend(int objectId) {
    var thing = catalog.byId(objectId);
    LOG.infof("lent %s, see http://localhost:8280/loans/%d", thing.title(), objectId);
    out.send(thing.title());
    return thing.title();
  }
}
