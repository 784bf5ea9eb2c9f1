module airport.example/baggage

go 1.22

require (
	github.com/gin-contrib/cors v1.7.0
	github.com/gin-gonic/gin v1.9.1
	github.com/redis/go-redis/v9 v9.5.1
	github.com/segmentio/kafka-go v0.4.47
	github.com/spf13/viper v1.18.2
)
