package org.museum.audit;

import com.rabbitmq.client.ConnectionFactory;
import io.dropwizard.configuration.EnvironmentVariableSubstitutor;
import io.dropwizard.configuration.SubstitutingSourceProvider;
import io.dropwizard.core.Application;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import redis.clients.jedis.JedisPool;

public class AuditApplication extends Application<AuditConfiguration> {
  private static final String BANNER = """
      audit of the house
      open http://localhost:8310/trail to read it
      """;

  public static void main(String[] args) throws Exception {
    System.out.println(BANNER);
    new AuditApplication().run(args.length > 0 ? args : new String[] {"server", "audit.yml"});
  }

  @Override
  public void initialize(Bootstrap<AuditConfiguration> bootstrap) {
    bootstrap.setConfigurationSourceProvider(new SubstitutingSourceProvider(
        bootstrap.getConfigurationSourceProvider(), new EnvironmentVariableSubstitutor(false)));
  }

  @Override
  public void run(AuditConfiguration cfg, Environment env) throws Exception {
    var factory = new ConnectionFactory();
    factory.setHost(cfg.rabbit.host);
    factory.setPort(cfg.rabbit.port);
    var pool = new JedisPool("localhost", 6380);
    env.jersey().register(new TrailResource(factory.newConnection(), pool, cfg.climateUrl));
    env.healthChecks().register("self", new SelfCheck());
  }
}
