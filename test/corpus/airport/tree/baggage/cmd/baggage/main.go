package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"net/http"
	"strings"

	"github.com/gin-contrib/cors"
	"github.com/gin-gonic/gin"
	"github.com/redis/go-redis/v9"
	"github.com/segmentio/kafka-go"
	"github.com/spf13/viper"

	"airport.example/baggage/internal/gates"
)

var file = flag.String("config", "/etc/airport/baggage.yaml", "where the configuration lies")

func main() {
	flag.Parse()
	viper.SetConfigFile(*file)
	viper.SetEnvPrefix("baggage")
	viper.SetEnvKeyReplacer(strings.NewReplacer(".", "_"))
	viper.AutomaticEnv()
	viper.SetDefault("flights.base_url", "http://localhost:9301/")
	viper.SetDefault("redis.host", "127.0.0.1")
	viper.SetDefault("redis.port", 6379)
	if err := viper.ReadInConfig(); err != nil {
		log.Fatalf("configuration: %v (try -config ./config.yaml, it fits localhost)", err)
	}

	cache := redis.NewClient(&redis.Options{
		Addr: fmt.Sprintf("%s:%d", viper.GetString("redis.host"), viper.GetInt("redis.port")),
	})
	belt := &kafka.Writer{Addr: kafka.TCP(viper.GetStringSlice("kafka.brokers")...), Topic: viper.GetString("kafka.topic")}
	pier := gates.Dial()

	r := gin.New()
	_ = r.SetTrustedProxies([]string{"127.0.0.1", "::1"})
	r.Use(cors.New(cors.Config{AllowOrigins: viper.GetStringSlice("cors")}))
	r.GET("/ping", func(c *gin.Context) { c.String(http.StatusOK, "pong") })
	r.POST("/bags/:tag", func(c *gin.Context) {
		flight, err := http.Get(viper.GetString("flights.base_url") + "flights/" + c.Query("flight"))
		if err != nil || flight.StatusCode == http.StatusNotFound {
			c.Status(http.StatusConflict)
			return
		}
		cache.Set(c, c.Param("tag"), pier.For(c.Query("flight")), 0)
		_ = belt.WriteMessages(context.Background(), kafka.Message{Key: []byte(c.Param("tag"))})
		c.Status(http.StatusAccepted)
	})
	log.Fatal(r.Run(viper.GetString("listen")))
}
