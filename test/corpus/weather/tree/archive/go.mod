module weatheroffice.example/archive

go 1.22

require (
	github.com/hashicorp/consul/api v1.28.2
	github.com/kelseyhightower/envconfig v1.4.0
	github.com/minio/minio-go/v7 v7.0.69
	gopkg.in/yaml.v3 v3.0.1
)
