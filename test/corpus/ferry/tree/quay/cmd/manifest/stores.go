package main

import (
	"fmt"
	"net/http"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
	"github.com/nats-io/nats.go"
	"github.com/redis/go-redis/v9"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
)

type stores struct {
	seats   *redis.ClusterClient
	papers  *minio.Client
	bus     *nats.Conn
	quay    *grpc.ClientConn
	booking string
}

func newStores() *stores {
	s := &stores{}
	s.seats = redis.NewClusterClient(&redis.ClusterOptions{Addrs: k.Strings("seats.nodes")})
	s.papers, _ = minio.New(k.String("papers.endpoint"), &minio.Options{
		Creds: credentials.NewStaticV4("manifest", "lifejacket", ""),
	})
	s.bus, _ = nats.Connect(k.Strings("bus.urls")[0])
	s.quay, _ = grpc.NewClient(k.String("peers.sailings.address"), grpc.WithTransportCredentials(insecure.NewCredentials()))
	s.booking = fmt.Sprintf("%s://%s:%d", k.String("peers.booking.scheme"), k.String("peers.booking.host"), k.Int("peers.booking.port"))
	return s
}

func (s *stores) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /livez", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "ok") })
	mux.HandleFunc("GET /aboard/{sailing}", func(w http.ResponseWriter, r *http.Request) {
		res, err := http.Get(s.booking + "/bookings?sailing=" + r.PathValue("sailing"))
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		defer res.Body.Close()
		s.bus.Publish("manifest.read", []byte(r.PathValue("sailing")))
	})
	return mux
}
