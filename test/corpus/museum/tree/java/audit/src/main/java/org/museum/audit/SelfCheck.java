package org.museum.audit;

import com.codahale.metrics.health.HealthCheck;
import java.net.HttpURLConnection;
import java.net.URI;

final class SelfCheck extends HealthCheck {
  @Override
  protected Result check() throws Exception {
    var connection = (HttpURLConnection) URI.create("http://localhost:8310/trail").toURL().openConnection();
    return connection.getResponseCode() < 500 ? Result.healthy() : Result.unhealthy("no trail on localhost:8310");
  }
}
