package main

import (
	"net/http"
	"testing"
)

const base = "http://localhost:6402"

func TestForecastOfAnUnknownStation(t *testing.T) {
	res, err := http.Get(base + "/forecast/none")
	if err != nil {
		t.Skipf("forecast is not running on %s: %v", base, err)
	}
	if res.StatusCode != http.StatusBadGateway {
		t.Fatalf("got %d", res.StatusCode)
	}
}
