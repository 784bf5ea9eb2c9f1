package example.brew.recipes;

import java.util.List;
import org.springframework.cloud.openfeign.FeignClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/**
 * Tanks and their contents. Against a cellar on your own desk: http://localhost:7210.
 */
@FeignClient(name = "cellar", url = "${cellar.url}")
public interface CellarClient {
  @GetMapping("/api/tanks/{style}")
  List<String> tanksFor(@PathVariable("style") String style);
}
