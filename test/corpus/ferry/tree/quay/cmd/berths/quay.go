package main

import (
	"context"
	"database/sql"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strconv"

	"github.com/IBM/sarama"
	"github.com/gin-gonic/gin"
	_ "github.com/go-sql-driver/mysql"
	_ "github.com/lib/pq"
	"github.com/redis/go-redis/v9"
	"github.com/spf13/viper"
	"go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"
)

const (
	scheme       = "http"
	manifestHost = "localhost"
	manifestPort = 7320
)

type quay struct {
	producer sarama.SyncProducer
	crew     *sql.DB
	ships    *sql.DB
	cache    redis.UniversalClient
	docs     *mongo.Client
}

func newQuay() *quay {
	q := &quay{}
	q.producer, _ = sarama.NewSyncProducer(viper.GetStringSlice("kafka.brokers"), nil)
	q.crew, _ = sql.Open("mysql", "crew:anchor@tcp(127.0.0.1:3306)/crew?parseTime=true")
	q.ships, _ = sql.Open("postgres", "host=localhost port=5433 user=berths dbname=ferry sslmode=disable")
	q.cache = redis.NewUniversalClient(&redis.UniversalOptions{Addrs: []string{":7100"}})
	q.docs, _ = mongo.Connect(context.Background(), options.Client().ApplyURI(viper.GetString("mongo.uri")))
	return q
}

func (q *quay) berths(c *gin.Context) {
	if ip := net.ParseIP(c.ClientIP()); ip.IsLoopback() || c.Request.Host == "localhost" {
		c.Header("X-Desk", "yes")
	}
	aboard := scheme + "://" + manifestHost + ":" + strconv.Itoa(manifestPort) + "/aboard/1"
	tide := url.URL{Scheme: "http", Host: net.JoinHostPort("localhost", "7330"), Path: "/level/north-pier"}
	plan := fmt.Sprintf("http://%s:%d/v2/sailings", viper.GetString("sailings.host"), viper.GetInt("sailings.port"))
	for _, u := range []string{aboard, tide.String(), plan} {
		if _, err := http.Get(u); err != nil {
			c.AbortWithError(http.StatusBadGateway, fmt.Errorf("nobody answers on localhost: %w", err))
			return
		}
	}
	c.JSON(http.StatusOK, gin.H{"berth": 3})
}
