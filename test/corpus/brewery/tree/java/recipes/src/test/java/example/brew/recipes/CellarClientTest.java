package example.brew.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest(properties = "cellar.url=http://localhost:7210")
class CellarClientTest {
  private static final String BROKER = "tcp://localhost:61616";

  @Test
  void proxiesStayAtHome() {
    assertThat(WebConfig.isLocal("127.0.0.1")).isTrue();
    assertThat(BROKER).startsWith("tcp");
  }
}
