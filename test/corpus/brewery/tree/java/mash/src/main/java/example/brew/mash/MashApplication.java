package example.brew.mash;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
public class MashApplication {
  public static void main(String[] args) {
    SpringApplication.run(MashApplication.class, args);
  }
}
