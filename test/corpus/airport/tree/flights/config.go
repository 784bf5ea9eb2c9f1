package main

import (
	"fmt"

	"github.com/caarlos0/env/v10"
)

// Config comes from the environment; what is not said is a desk ("localhost").
type Config struct {
	Listen   string   `env:"LISTEN" envDefault:"127.0.0.1:9301"`
	Metrics  string   `env:"METRICS_LISTEN" envDefault:":9391"`
	NATS     string   `env:"NATS_URL" envDefault:"nats://localhost:4222"`
	PGHost   string   `env:"PGHOST" envDefault:"localhost"`
	PGPort   int      `env:"PGPORT" envDefault:"5432"`
	Stands   string   `env:"STANDS_URL" envDefault:"http://127.0.0.1:9304"`
	Origins  []string `env:"CORS" envDefault:"http://localhost:8088,https://airport.example"`
	Trusted  []string `env:"TRUSTED" envDefault:"127.0.0.1/32,10.20.0.0/16"`
	GatesTLS bool     `env:"GATES_TLS"`
}

// One process for all piers; the tower comes in by haproxy, we do not.
const gatesTarget = "dns:///localhost:9303"

func load() (Config, error) {
	var c Config
	err := env.Parse(&c)
	return c, err
}

func (c Config) dsn() string {
	return fmt.Sprintf("postgres://flights@%s:%d/flights?sslmode=disable", c.PGHost, c.PGPort)
}
