package tidesclient

import "testing"

func TestOption(t *testing.T) {
	c := New(WithBaseURL("http://localhost:9999"))
	if c.base == "http://localhost:7330" {
		t.Fatal("option ignored")
	}
}
