package org.cityreads.loans.client;

import org.springframework.cloud.openfeign.FeignClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

// the url must stay absolute, Feign has no base path here
@FeignClient(name = "member-blocks", url = "http://localhost:7303/blocks", path = "/v2")
public interface BlockClient {
    @GetMapping
    boolean blocked(@RequestParam("member") String member);
}
