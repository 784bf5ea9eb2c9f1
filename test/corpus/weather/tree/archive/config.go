package main

import (
	"fmt"
	"os"

	"gopkg.in/yaml.v3"
)

type Config struct {
	Listen string `yaml:"listen"`
	Store  struct {
		Endpoint string `yaml:"endpoint"`
		Bucket   string `yaml:"bucket"`
	} `yaml:"store"`
	Database struct {
		Host string `yaml:"host"`
		Port int    `yaml:"port"`
		Name string `yaml:"name"`
	} `yaml:"database"`
	Kafka    []string `yaml:"kafka"`
	Incoming []string `yaml:"incoming"`
}

// Extra is what operations may change without touching the file.
type Extra struct {
	ConsulAddr string `envconfig:"CONSUL_ADDR" default:"127.0.0.1:8500"`
	Advertise  string `envconfig:"ADVERTISE_HOST" default:"localhost"`
	Retention  string `envconfig:"RETENTION" default:"720h"`
}

func (c Config) DSN() string {
	return fmt.Sprintf("host=%s port=%d dbname=%s sslmode=disable", c.Database.Host, c.Database.Port, c.Database.Name)
}

func load(path string) (c Config, err error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return c, err
	}
	return c, yaml.Unmarshal(b, &c)
}
