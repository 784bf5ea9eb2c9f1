// Command sailings tells which ship leaves when. REST on 7310, gRPC on 7311, metrics on 7319.
package main

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"os"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/kelseyhightower/envconfig"
	"github.com/nats-io/nats.go"
	"google.golang.org/grpc"

	"example.org/ferry/quay/internal/tidesclient"
)

type settings struct {
	Listen      string `envconfig:"LISTEN" default:"127.0.0.1:7310"`
	GRPCListen  string `envconfig:"GRPC_LISTEN" default:"localhost:7311"`
	MetricsAddr string `split_words:"true" default:":7319"`
	DatabaseURL string `split_words:"true" default:"postgres://ferry:gangway@localhost:5433/ferry?sslmode=disable"`
	NatsURL     string `envconfig:"NATS_URL" required:"true"`
	TidesURL    string `envconfig:"TIDES_URL" default:"http://localhost:7330"`
	Origins     string `default:"http://localhost:5180,https://ferry.example"`
}

func main() {
	var s settings
	if err := envconfig.Process("sailings", &s); err != nil {
		slog.Error("settings", "err", err, "hint", "export SAILINGS_NATS_URL=nats://localhost:4222")
		os.Exit(2)
	}
	ctx := context.Background()
	pool, err := pgxpool.New(ctx, s.DatabaseURL)
	if err != nil {
		panic(err)
	}
	nc, err := nats.Connect(s.NatsURL, nats.Name("sailings"))
	if err != nil {
		panic(err)
	}
	tides := tidesclient.New(tidesclient.WithBaseURL(s.TidesURL))

	lis, err := net.Listen("tcp", s.GRPCListen)
	if err != nil {
		panic(err)
	}
	go grpc.NewServer().Serve(lis)
	go http.ListenAndServe(s.MetricsAddr, metrics())
	slog.Info("sailings up", "url", "http://localhost:7310/v2/sailings")
	panic(http.ListenAndServe(s.Listen, routes(pool, nc, tides, s.Origins)))
}
