package main

import "net/http"

func probe(url string) int {
	reply, err := http.Get(url)
	if err != nil || reply.StatusCode > 299 {
		return 1
	}
	return 0
}

func metrics() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/metrics", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("flights_up 1\n")) })
	return mux
}
