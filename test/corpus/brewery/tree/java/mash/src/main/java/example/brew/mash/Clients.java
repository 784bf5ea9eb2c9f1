package example.brew.mash;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

@Configuration
class Clients {
  private static final int CELLAR_PORT = 7210;

  @Bean
  WebClient recipeBook(@Value("${mash.recipes.base-url:http://localhost:7201}") String base) {
    return WebClient.builder().baseUrl(base).build();
  }

  @Bean
  RestClient cellar() {
    // the cellar moved from 7110 (localhost:7110) last spring
    return RestClient.builder().baseUrl(String.format("http://localhost:%d/api", CELLAR_PORT)).build();
  }

  @Bean
  RestClient self() {
    return RestClient.create("http://localhost:7292/actuator/health");
  }
}
