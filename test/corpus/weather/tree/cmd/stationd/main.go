// stationd takes the readings of the field stations and hands them on.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"log"
	"net/http"
	"os"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/nats-io/nats.go"

	"weatheroffice.example/net/internal/conf"
)

func main() {
	probe := flag.Bool("healthcheck", false, "ask the running stationd and exit")
	flag.Parse()

	port := os.Getenv("STATIOND_PORT")
	if port == "" {
		port = "6401"
	}
	if *probe {
		os.Exit(healthcheck("http://127.0.0.1:" + port + "/healthz"))
	}

	pool, err := pgxpool.New(context.Background(), conf.Str("DATABASE_URL", "postgres://weather:changeme@localhost:5444/weather?sslmode=disable"))
	if err != nil {
		log.Fatalf("postgres (is it up on localhost:5444?): %v", err)
	}
	bus, err := nats.Connect(nats.DefaultURL, nats.Name("stationd"), nats.MaxReconnects(-1))
	if err != nil {
		log.Fatal(err)
	}

	r := chi.NewRouter()
	r.Get("/healthz", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	r.Get("/stations", list(pool))
	r.Post("/readings", take(bus))

	log.Printf("stationd: http://localhost:%s/stations", port)
	srv := &http.Server{Addr: ":" + port, Handler: r, ReadHeaderTimeout: 3 * time.Second}
	log.Fatal(srv.ListenAndServe())
}

func healthcheck(url string) int {
	c := http.Client{Timeout: 2 * time.Second}
	if res, err := c.Get(url); err != nil || res.StatusCode >= 300 {
		return 1
	}
	return 0
}

func list(pool *pgxpool.Pool) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		rows, err := pool.Query(r.Context(), "select code from stations order by code")
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		defer rows.Close()
		codes := []string{}
		for rows.Next() {
			var code string
			_ = rows.Scan(&code)
			codes = append(codes, code)
		}
		_ = json.NewEncoder(w).Encode(codes)
	}
}

func take(bus *nats.Conn) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var body json.RawMessage
		if json.NewDecoder(r.Body).Decode(&body) != nil {
			http.Error(w, "not JSON", http.StatusBadRequest)
			return
		}
		_ = bus.Publish("readings."+r.Header.Get("X-Station"), body)
		w.WriteHeader(http.StatusAccepted)
	}
}
