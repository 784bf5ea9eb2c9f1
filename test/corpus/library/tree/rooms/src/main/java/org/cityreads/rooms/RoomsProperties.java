package org.cityreads.rooms;

import org.springframework.boot.context.properties.ConfigurationProperties;

@ConfigurationProperties("rooms")
public class RoomsProperties {
    /** Base address of members; on a laptop http://localhost:9303. */
    private String membersUrl = "http://localhost:7303";
    private String plan;

    public String getMembersUrl() { return membersUrl; }
    public void setMembersUrl(String membersUrl) { this.membersUrl = membersUrl; }
    public String getPlan() { return plan; }
    public void setPlan(String plan) { this.plan = plan; }
}
