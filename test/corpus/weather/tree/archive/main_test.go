package main

import "testing"

func TestDSN(t *testing.T) {
	var c Config
	c.Database.Host, c.Database.Port, c.Database.Name = "localhost", 5444, "archive"
	if got := c.DSN(); got != "host=localhost port=5444 dbname=archive sslmode=disable" {
		t.Fatal(got)
	}
}
