module example.org/ferry/quay

go 1.22

require (
	github.com/IBM/sarama v1.43.3
	github.com/gin-contrib/cors v1.7.2
	github.com/gin-gonic/gin v1.10.0
	github.com/go-sql-driver/mysql v1.8.1
	github.com/jackc/pgx/v5 v5.6.0
	github.com/kelseyhightower/envconfig v1.4.0
	github.com/knadh/koanf/parsers/yaml v0.1.0
	github.com/knadh/koanf/providers/rawbytes v0.1.0
	github.com/knadh/koanf/v2 v2.1.1
	github.com/lib/pq v1.10.9
	github.com/minio/minio-go/v7 v7.0.74
	github.com/nats-io/nats.go v1.36.0
	github.com/redis/go-redis/v9 v9.6.1
	github.com/spf13/cobra v1.8.1
	github.com/spf13/viper v1.19.0
	go.mongodb.org/mongo-driver v1.16.1
	google.golang.org/grpc v1.65.0
)
