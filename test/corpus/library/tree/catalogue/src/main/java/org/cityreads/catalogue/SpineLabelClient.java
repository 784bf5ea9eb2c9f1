package org.cityreads.catalogue;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

@Component
class SpineLabelClient implements AutoCloseable {
    private final ManagedChannel channel;

    SpineLabelClient(@Value("${library.spine-labels.target:localhost:7307}") String target) {
        this.channel = ManagedChannelBuilder.forTarget(target).usePlaintext().build();
    }

    @Override
    public void close() throws InterruptedException {
        channel.shutdown().awaitTermination(2, TimeUnit.SECONDS);
    }
}
