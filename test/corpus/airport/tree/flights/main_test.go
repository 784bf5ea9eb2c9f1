package main

import (
	"net/http/httptest"
	"testing"
)

const live = "http://localhost:9301"

func TestOnlyHere(t *testing.T) {
	req := httptest.NewRequest("POST", live+"/admin/reindex", nil)
	req.RemoteAddr = "127.0.0.1:40000"
	if got := peerOf(req); got != "127.0.0.1" {
		t.Fatalf("peer %q", got)
	}
}
