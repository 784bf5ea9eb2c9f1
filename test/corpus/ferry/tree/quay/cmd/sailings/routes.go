package main

import (
	"encoding/json"
	"net"
	"net/http"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/nats-io/nats.go"

	"example.org/ferry/quay/internal/tidesclient"
)

func routes(pool *pgxpool.Pool, nc *nats.Conn, tides *tidesclient.Client, origins string) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /livez", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	mux.HandleFunc("GET /v2/sailings", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", origins)
		level, _ := tides.Level(r.Context(), "north-pier")
		json.NewEncoder(w).Encode(map[string]any{"tide": level})
	})
	mux.HandleFunc("POST /v2/drain", func(w http.ResponseWriter, r *http.Request) {
		host, _, _ := net.SplitHostPort(r.RemoteAddr)
		if host != "127.0.0.1" && host != "::1" {
			http.Error(w, "only from localhost", http.StatusForbidden)
			return
		}
		nc.Publish("quay.drain", nil)
	})
	return mux
}

func metrics() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/metrics", func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("sailings_up 1\n")) })
	return mux
}
