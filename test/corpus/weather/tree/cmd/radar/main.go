package main

import (
	"bytes"
	"log"
	"net"
	"net/http"
	_ "net/http/pprof"
	"strconv"
	"strings"

	"github.com/IBM/sarama"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"google.golang.org/grpc"
	"google.golang.org/grpc/health"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"

	"weatheroffice.example/net/internal/addr"
	"weatheroffice.example/net/internal/conf"
)

const (
	listenHost = "127.0.0.1"
	listenPort = "6403"
)

func main() {
	// go tool pprof http://localhost:6063/debug/pprof/heap
	go func() { log.Println(http.ListenAndServe("localhost:6063", nil)) }()

	go func() {
		mux := http.NewServeMux()
		mux.Handle("/metrics", promhttp.Handler())
		log.Fatal(http.ListenAndServe("0.0.0.0:6413", mux))
	}()

	brokers := strings.Split(conf.Str("KAFKA_BROKERS", "localhost:9092"), ",")
	config := sarama.NewConfig()
	config.Producer.Return.Successes = true
	producer, err := sarama.NewSyncProducer(brokers, config)
	if err != nil {
		log.Fatalf("kafka: %v", err)
	}
	defer producer.Close()

	lis, err := net.Listen("tcp", listenHost+":"+listenPort)
	if err != nil {
		log.Fatal(err)
	}
	s := grpc.NewServer()
	healthpb.RegisterHealthServer(s, health.NewServer())
	log.Printf("radar on %s", lis.Addr())
	log.Fatal(s.Serve(lis))
}

// keep sends a finished sweep to the archive.
func keep(sweep []byte) error {
	url := "http://" + net.JoinHostPort("localhost", strconv.Itoa(addr.ArchivePort)) + "/sweeps"
	res, err := http.Post(url, "application/octet-stream", bytes.NewReader(sweep))
	if err != nil {
		return err
	}
	return res.Body.Close()
}
