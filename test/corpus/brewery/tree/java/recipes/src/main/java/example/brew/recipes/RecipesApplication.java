package example.brew.recipes;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.openfeign.EnableFeignClients;

@SpringBootApplication
@EnableFeignClients
public class RecipesApplication {
  private static final Logger log = LoggerFactory.getLogger(RecipesApplication.class);

  public static void main(String[] args) {
    SpringApplication.run(RecipesApplication.class, args);
    log.info("Recipe book is up, try http://localhost:7201/recipes");
  }
}
