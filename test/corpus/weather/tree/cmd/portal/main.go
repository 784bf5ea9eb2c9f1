package main

import (
	"cmp"
	"embed"
	"flag"
	"log"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"time"

	"weatheroffice.example/net/internal/addr"
)

//go:embed web
var web embed.FS

var origins = map[string]bool{
	"http://localhost:5173":         true,
	"http://127.0.0.1:5173":         true,
	"https://weatheroffice.example": true,
}

func proxy(target string) http.Handler {
	u, err := url.Parse(target)
	if err != nil {
		log.Fatalf("bad target %q, want something like http://localhost:6401", target)
	}
	return httputil.NewSingleHostReverseProxy(u)
}

func main() {
	listen := flag.String("listen", ":6400", "address")
	flag.Parse()

	archive := cmp.Or(os.Getenv("ARCHIVE_URL"), "http://localhost:6405")
	mux := http.NewServeMux()
	mux.Handle("/", http.FileServer(http.FS(web)))
	mux.Handle("/api/stations/", http.StripPrefix("/api", proxy(addr.Stationd)))
	mux.Handle("/api/forecast/", http.StripPrefix("/api", proxy(addr.Forecast)))
	mux.Handle("/api/sweeps/", http.StripPrefix("/api", proxy(archive)))
	mux.HandleFunc("/api/radar/ready", func(w http.ResponseWriter, _ *http.Request) {
		c, err := net.DialTimeout("tcp", addr.Radar, time.Second)
		if err != nil {
			http.Error(w, "radar is silent", http.StatusServiceUnavailable)
			return
		}
		_ = c.Close()
	})

	guard := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if o := r.Header.Get("Origin"); o != "" && !origins[o] {
			http.Error(w, "origin", http.StatusForbidden)
			return
		}
		mux.ServeHTTP(w, r)
	})
	log.Fatal(http.ListenAndServe(*listen, guard))
}
