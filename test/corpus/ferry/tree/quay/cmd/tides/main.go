// Command tides reads the gauges.
package main

import (
	"fmt"
	"net/http"
	_ "net/http/pprof"
	"os"

	"github.com/spf13/cobra"
)

const (
	gaugeHost = "localhost" // the COM-port bridge of the harbour master's PC
	gaugePort = 2101
)

var (
	addr   string
	dbHost string
	dbPort int
	bus    string
)

func main() {
	root := &cobra.Command{Use: "tides", RunE: func(cmd *cobra.Command, _ []string) error {
		go http.ListenAndServe("localhost:6060", nil) // pprof, for us only
		go watch(bus, fmt.Sprintf("host=%s port=%d dbname=tides user=tides", dbHost, dbPort))
		return http.ListenAndServe(addr, handler(fmt.Sprintf("%s:%d", gaugeHost, gaugePort)))
	}}
	root.Flags().StringVar(&addr, "addr", "localhost:7330", "listen address")
	root.Flags().StringVar(&dbHost, "db-host", "localhost", "database host, usually localhost")
	root.Flags().IntVar(&dbPort, "db-port", 5433, "database port")
	bus = os.Getenv("NATS_URL")
	if bus == "" {
		bus = "nats://localhost:4222"
	}
	if err := root.Execute(); err != nil {
		os.Exit(1)
	}
}
