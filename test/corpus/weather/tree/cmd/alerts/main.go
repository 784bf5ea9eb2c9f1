package main

import (
	"flag"
	"fmt"
	"log"
	"net/http"
	"net/smtp"
	"os"
	"os/signal"
	"syscall"

	"github.com/nats-io/nats.go"

	"weatheroffice.example/net/internal/netx"
)

var (
	stationd = flag.String("stationd", "http://localhost:6401", "where stationd is, e.g. http://127.0.0.1:6401")
	forecast = flag.String("forecast", "http://localhost:6402", "base address of the forecast")
	health   = flag.String("health", "127.0.0.1:6404", "health listener")
)

func main() {
	flag.Parse()
	nc, err := nats.Connect("nats://localhost:4222", nats.Name("alerts"))
	if err != nil {
		log.Fatal(err)
	}
	defer nc.Drain()
	if _, err := nc.Subscribe("readings.*", func(m *nats.Msg) { judge(m.Subject, m.Data) }); err != nil {
		log.Fatal(err)
	}

	go func() {
		http.HandleFunc("/healthz", func(w http.ResponseWriter, r *http.Request) {
			if !netx.FromHere(r) {
				http.Error(w, "only for this box", http.StatusForbidden)
				return
			}
			fmt.Fprintln(w, "ok")
		})
		log.Fatal(http.ListenAndServe(*health, nil))
	}()

	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM, os.Interrupt)
	<-stop
}

func judge(subject string, data []byte) {
	res, err := http.Get(*forecast + "/forecast/" + subject[len("readings."):])
	if err != nil {
		log.Printf("no forecast (is http://localhost:6402 up?): %v", err)
		return
	}
	defer res.Body.Close()
	relay := os.Getenv("SMTP_RELAY")
	if relay == "" {
		relay = "localhost:25"
	}
	_ = smtp.SendMail(relay, nil, "alerts@weatheroffice.example", []string{"duty@weatheroffice.example"}, data)
	_, _ = http.Get(*stationd + "/stations")
}
