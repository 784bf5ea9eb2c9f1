package org.museum.audit;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.core.Configuration;

public class AuditConfiguration extends Configuration {
  @JsonProperty public Rabbit rabbit = new Rabbit();
  @JsonProperty public String climateUrl = "http://localhost:8290";

  public static class Rabbit {
    @JsonProperty public String host;
    @JsonProperty public int port;
  }
}
