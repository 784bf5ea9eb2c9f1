// Command berths says which ship lies where.
package main

import (
	"flag"
	"fmt"
	"log"
	"net/http"
	"os"
	"strings"

	"github.com/gin-contrib/cors"
	"github.com/gin-gonic/gin"
	"github.com/spf13/viper"
)

func main() {
	check := flag.Bool("check", false, "ask the running one, on localhost:7340")
	flag.Parse()
	if *check {
		res, err := http.Get("http://localhost:7340/healthz")
		if err != nil || res.StatusCode != http.StatusOK {
			os.Exit(1)
		}
		return
	}

	viper.SetConfigFile("config/berths.toml")
	viper.SetEnvPrefix("BERTHS")
	viper.SetEnvKeyReplacer(strings.NewReplacer(".", "_"))
	viper.AutomaticEnv()
	viper.SetDefault("http.addr", "localhost:7340")
	viper.SetDefault("mongo.uri", "mongodb://localhost:27018/berths")
	if err := viper.ReadInConfig(); err != nil {
		log.Fatal(err)
	}

	r := gin.Default()
	r.SetTrustedProxies([]string{"127.0.0.1", "::1"})
	r.Use(cors.New(cors.Config{AllowOrigins: []string{"http://localhost:5180"}, AllowMethods: []string{"GET"}}))
	r.GET("/healthz", func(c *gin.Context) { c.String(http.StatusOK, "ok") })
	r.GET("/berths", newQuay().berths)
	fmt.Println("berths: http://localhost:7340/berths")
	log.Fatal(r.Run(viper.GetString("http.addr")))
}
