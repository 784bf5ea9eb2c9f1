package main

import (
	"context"
	"net"
	"net/http"

	"github.com/jackc/pgx/v5"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

func watch(url, dsn string) {
	nc, err := nats.Connect(url)
	if err != nil {
		panic("tides: no bus at " + url + " (is it on localhost:4222?)")
	}
	js, _ := jetstream.New(nc)
	js.CreateOrUpdateStream(context.Background(), jetstream.StreamConfig{Name: "TIDES", Subjects: []string{"tides.>"}})
	conn, err := pgx.Connect(context.Background(), dsn)
	if err == nil {
		defer conn.Close(context.Background())
	}
	js.Publish(context.Background(), "tides.north-pier", []byte("1.9"))
}

func handler(gauge string) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /level/{pier}", func(w http.ResponseWriter, r *http.Request) {
		c, err := net.Dial("tcp", gauge)
		if err != nil {
			http.Error(w, "gauge", http.StatusServiceUnavailable)
			return
		}
		defer c.Close()
		w.Write([]byte(`{"metres":1.9}`))
	})
	return mux
}
