package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/redis/go-redis/v9"
	"github.com/spf13/viper"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	"weatheroffice.example/net/internal/addr"
)

func settings() *viper.Viper {
	v := viper.New()
	v.SetConfigName("forecast")
	v.SetConfigType("toml")
	v.AddConfigPath("/etc/weather")
	v.AddConfigPath("./cmd/forecast")
	v.SetEnvPrefix("FORECAST")
	v.SetEnvKeyReplacer(strings.NewReplacer(".", "_"))
	v.AutomaticEnv()
	v.SetDefault("http.addr", "127.0.0.1:6402")
	v.SetDefault("redis.addr", "localhost:6379")
	v.SetDefault("model.grid", "0.25")
	_ = v.ReadInConfig()
	return v
}

func main() {
	v := settings()
	cache := redis.NewClient(&redis.Options{Addr: v.GetString("redis.addr"), DB: 2})
	radar, err := grpc.Dial(v.GetString("radar.target"), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		panic(err)
	}
	defer radar.Close()

	g := gin.New()
	if err := g.SetTrustedProxies([]string{"127.0.0.1", "::1"}); err != nil {
		panic(err)
	}
	g.Use(func(c *gin.Context) {
		c.Header("Access-Control-Allow-Origin", "http://localhost:5173")
	})
	g.GET("/healthz", func(c *gin.Context) { c.Status(http.StatusNoContent) })
	g.GET("/forecast/:station", func(c *gin.Context) {
		reading, err := latest(c, c.Param("station"))
		if err != nil {
			c.String(http.StatusBadGateway, "stationd does not answer on localhost:6401: %v", err)
			return
		}
		cache.Set(context.Background(), "last:"+c.Param("station"), reading, 0)
		c.String(http.StatusOK, reading)
	})
	fmt.Println("forecast on", v.GetString("http.addr"))
	if err := g.Run(v.GetString("http.addr")); err != nil {
		panic(err)
	}
}

func latest(ctx context.Context, station string) (string, error) {
	req, _ := http.NewRequestWithContext(ctx, http.MethodGet, fmt.Sprintf("%s/stations/%s/latest", addr.Stationd, station), nil)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	return string(b), err
}
