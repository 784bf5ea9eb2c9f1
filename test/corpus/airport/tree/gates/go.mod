module airport.example/gates

go 1.21

require (
	github.com/knadh/koanf/v2 v2.1.0
	github.com/redis/go-redis/v9 v9.5.1
	google.golang.org/grpc v1.62.1
)
