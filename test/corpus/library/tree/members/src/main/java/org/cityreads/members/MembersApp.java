package org.cityreads.members;

import io.dropwizard.client.HttpClientBuilder;
import io.dropwizard.core.Application;
import io.dropwizard.core.setup.Environment;

public class MembersApp extends Application<MembersConfig> {
    public static void main(String[] args) throws Exception {
        new MembersApp().run(args.length > 0 ? args : new String[] {"server", "members.yml"});
    }

    @Override
    public void run(MembersConfig config, Environment env) {
        var http = new HttpClientBuilder(env).using(config.fines.client).build("fines");
        env.jersey().register(new MemberResource(config.database.build(env.metrics(), "members"), http, config.fines));
        // admin console: http://localhost:7304/healthcheck
    }
}
