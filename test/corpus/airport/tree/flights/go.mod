module airport.example/flights

go 1.22

require (
	github.com/caarlos0/env/v10 v10.0.0
	github.com/go-chi/chi/v5 v5.0.12
	github.com/go-chi/cors v1.2.1
	github.com/jackc/pgx/v5 v5.5.5
	github.com/nats-io/nats.go v1.34.0
	google.golang.org/grpc v1.62.1
)
