package main

import (
	"fmt"
	"log"
	"net"
	"os"
	"strings"

	"github.com/knadh/koanf/providers/confmap"
	"github.com/knadh/koanf/providers/env"
	"github.com/knadh/koanf/v2"
	"github.com/redis/go-redis/v9"
	"google.golang.org/grpc"
	"google.golang.org/grpc/health"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"
)

const (
	loopback = "127.0.0.1"
	grpcPort = 9303
)

var k = koanf.New(".")

func envOr(name, other string) string {
	if value, ok := os.LookupEnv(name); ok {
		return value
	}
	return other
}

func main() {
	_ = k.Load(confmap.Provider(map[string]any{
		"redis.url": "redis://localhost:6379/3",
		"piers":     []string{"A", "B"},
	}, "."), nil)
	_ = k.Load(env.Provider("GATES_", ".", func(s string) string {
		return strings.ReplaceAll(strings.ToLower(strings.TrimPrefix(s, "GATES_")), "_", ".")
	}), nil)

	options, err := redis.ParseURL(k.String("redis.url"))
	if err != nil {
		log.Fatal(err)
	}
	gates := &server{cache: redis.NewClient(options), stands: envOr("STANDS_URL", "http://localhost:9304")}

	socket, err := net.Listen("tcp", fmt.Sprintf("%s:%d", loopback, grpcPort))
	if err != nil {
		log.Fatalf("listen on localhost:9303: %v", err)
	}
	s := grpc.NewServer()
	healthpb.RegisterHealthServer(s, health.NewServer())
	log.Printf("gates of piers %v with stands at %s", k.Strings("piers"), gates.stands)
	log.Fatal(s.Serve(socket))
}

type server struct {
	cache  *redis.Client
	stands string
}
