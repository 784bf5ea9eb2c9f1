package main

import (
	"log"
	"net/http"
	"os"

	"github.com/hashicorp/consul/api"
	"github.com/kelseyhightower/envconfig"
	"github.com/minio/minio-go/v7"
)

func main() {
	path := "config.yml"
	if len(os.Args) > 1 {
		path = os.Args[1]
	}
	cfg, err := load(path)
	if err != nil {
		log.Fatal(err)
	}
	var extra Extra
	envconfig.MustProcess("", &extra)

	store, err := minio.New(cfg.Store.Endpoint, &minio.Options{Secure: false})
	if err != nil {
		log.Fatal(err)
	}
	register(extra)

	mux := http.NewServeMux()
	mux.HandleFunc("/health", func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("ok")) })
	mux.Handle("/sweeps", sweeps{store: store, dsn: cfg.DSN(), brokers: cfg.Kafka})
	log.Println("archive listening on", cfg.Listen)
	log.Fatal(http.ListenAndServe(cfg.Listen, mux))
}

func register(extra Extra) {
	client, err := api.NewClient(&api.Config{Address: extra.ConsulAddr})
	if err != nil {
		log.Printf("consul: %v", err)
		return
	}
	_ = client.Agent().ServiceRegister(&api.AgentServiceRegistration{
		Name:    "archive",
		Address: extra.Advertise,
		Port:    6405,
		Check:   &api.AgentServiceCheck{HTTP: "http://127.0.0.1:6405/health", Interval: "10s"},
	})
}
