// Command manifest keeps who and what is aboard.
package main

import (
	_ "embed"
	"log"
	"net/http"
	"strings"

	"github.com/knadh/koanf/parsers/yaml"
	"github.com/knadh/koanf/providers/rawbytes"
	"github.com/knadh/koanf/v2"
)

//go:embed manifest.yaml
var defaults []byte

var k = koanf.New(".")

func main() {
	if err := k.Load(rawbytes.Provider(defaults), yaml.Parser()); err != nil {
		log.Fatal(err)
	}
	st := newStores()
	srv := &http.Server{Addr: k.String("http.host") + ":" + k.String("http.port"), Handler: st.handler()}
	if strings.HasPrefix(srv.Addr, "localhost") {
		log.Print("listening on loopback only; other hosts cannot reach http://localhost:7320")
	}
	log.Fatal(srv.ListenAndServe())
}
