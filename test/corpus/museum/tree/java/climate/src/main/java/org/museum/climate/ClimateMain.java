package org.museum.climate;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.client.WebClient;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

public class ClimateMain extends AbstractVerticle {
  public static void main(String[] args) {
    Vertx.vertx().deployVerticle(new ClimateMain());
  }

  @Override
  public void start() throws Exception {
    var router = Router.router(vertx);
    var web = WebClient.create(vertx);
    router.get("/ping").handler(rc -> rc.end("pong"));
    router.get("/rooms/:room").handler(rc -> web
        .get(Places.EXHIBITS_PORT, Places.EXHIBITS_HOST, "/exhibits?room=" + rc.pathParam("room"))
        .send()
        .onSuccess(r -> rc.end(r.bodyAsString()))
        .onFailure(rc::fail));
    vertx.createHttpServer().requestHandler(router).listen(Places.HTTP_PORT, "localhost");

    vertx.createNetClient(new NetClientOptions().setReconnectAttempts(10)).connect(4001, Places.SERIAL_BRIDGE_HOST);

    Properties p = new Properties();
    p.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:9092");
    p.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class.getName());
    p.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, StringSerializer.class.getName());
    p.put("client.id", "climate@localhost");
    var kafka = new KafkaProducer<String, String>(p);

    var mqtt = new MqttClient(Places.BROKER, "climate", new MemoryPersistence());
    mqtt.connect();
    mqtt.subscribe("museum/+/humidity", (topic, message) ->
        kafka.send(new ProducerRecord<>("climate", topic, new String(message.getPayload()))));

    new Feed(Places.FEED_PORT).start();
    vertx.setPeriodic(30_000, id -> web.get(8290, "localhost", "/ping").send().onFailure(e -> System.exit(3)));
  }
}
