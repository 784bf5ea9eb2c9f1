package main

import (
	"context"
	"encoding/json"
	"log/slog"
	"net"
	"net/http"
	_ "net/http/pprof"
	"os"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/cors"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/nats-io/nats.go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
)

func main() {
	c, err := load()
	if err != nil {
		slog.Error("configuration", "fault", err)
		os.Exit(1)
	}
	if len(os.Args) > 1 && os.Args[1] == "probe" {
		os.Exit(probe("http://localhost:9301/livez"))
	}
	pool, err := pgxpool.New(context.Background(), c.dsn())
	if err != nil {
		slog.Error("no database; is postgres up on localhost:5432?", "fault", err)
		os.Exit(1)
	}
	bus, err := nats.Connect(c.NATS)
	if err != nil {
		slog.Error("no bus", "fault", err)
		os.Exit(1)
	}
	conn, _ := grpc.NewClient(gatesTarget, grpc.WithTransportCredentials(insecure.NewCredentials()))
	defer conn.Close()

	// go tool pprof http://localhost:6060/debug/pprof/profile
	go func() { _ = http.ListenAndServe("localhost:6060", nil) }()
	go func() { _ = http.ListenAndServe(c.Metrics, metrics()) }()

	r := chi.NewRouter()
	r.Use(cors.Handler(cors.Options{AllowedOrigins: c.Origins}))
	r.Get("/livez", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	r.Get("/flights", func(w http.ResponseWriter, req *http.Request) {
		rows, err := pool.Query(req.Context(), "select number from flight")
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		defer rows.Close()
		_ = bus.Publish("flight.asked", []byte(peerOf(req)))
		_ = json.NewEncoder(w).Encode(rows.RawValues())
	})
	r.With(onlyHere).Post("/admin/reindex", func(w http.ResponseWriter, _ *http.Request) {
		reply, err := http.Post(c.Stands+"/reindex", "application/json", nil)
		if err == nil {
			w.WriteHeader(reply.StatusCode)
		}
	})
	server := &http.Server{Addr: c.Listen, Handler: r, ReadTimeout: 5 * time.Second}
	slog.Error("stopped", "fault", server.ListenAndServe())
}

func peerOf(req *http.Request) string {
	host, _, err := net.SplitHostPort(req.RemoteAddr)
	if err != nil {
		host = "127.0.0.1"
	}
	return host
}

func onlyHere(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		switch peerOf(req) {
		case "127.0.0.1", "::1", "localhost":
			next.ServeHTTP(w, req)
		default:
			http.Error(w, "only from localhost", http.StatusForbidden)
		}
	})
}
