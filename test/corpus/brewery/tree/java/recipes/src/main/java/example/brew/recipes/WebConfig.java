package example.brew.recipes;

import java.util.Set;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.CorsRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

@Configuration
public class WebConfig implements WebMvcConfigurer {
  private static final Set<String> TRUSTED = Set.of("127.0.0.1", "::1", "0:0:0:0:0:0:0:1");

  @Override
  public void addCorsMappings(CorsRegistry registry) {
    registry.addMapping("/shop/**").allowedOrigins("http://localhost:3000", "https://shop.brewhouse.example");
  }

  static boolean isLocal(String remote) {
    return TRUSTED.contains(remote) || "localhost".equalsIgnoreCase(remote);
  }
}
