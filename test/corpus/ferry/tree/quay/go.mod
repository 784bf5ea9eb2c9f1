module example.org/ferry/quay

go 1.22

require (
	github.com/jackc/pgx/v5 v5.6.0
	github.com/kelseyhightower/envconfig v1.4.0
	github.com/knadh/koanf/parsers/yaml v0.1.0
	github.com/knadh/koanf/providers/rawbytes v0.1.0
	github.com/knadh/koanf/v2 v2.1.1
	github.com/minio/minio-go/v7 v7.0.74
	github.com/nats-io/nats.go v1.36.0
	github.com/redis/go-redis/v9 v9.6.1
	github.com/spf13/cobra v1.8.1
	google.golang.org/grpc v1.65.0
)
