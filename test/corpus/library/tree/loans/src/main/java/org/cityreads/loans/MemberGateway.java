package org.cityreads.loans;

import static org.cityreads.shared.Endpoints.MEMBERS_BASE;

import org.cityreads.shared.Endpoints;
import org.springframework.stereotype.Service;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

@Service
public class MemberGateway {
    private final WebClient members = WebClient.builder().baseUrl(MEMBERS_BASE).build();
    private final WebClient fines = WebClient.create(Endpoints.FINES_BASE);

    public Mono<Member> member(String card) {
        return members.get().uri("/members/{card}", card).retrieve().bodyToMono(Member.class);
    }

    public Mono<Integer> openCents(String card) {
        return fines.get().uri(b -> b.path("/open").queryParam("card", card).build()).retrieve().bodyToMono(Integer.class);
    }

    record Member(String card, String name, boolean child) {}
}
