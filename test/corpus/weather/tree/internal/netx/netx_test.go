package netx

import "testing"

func TestIsLocal(t *testing.T) {
	for _, host := range []string{"localhost", "127.0.0.1", "LOCALHOST"} {
		if !IsLocal(host) {
			t.Errorf("%q is this box", host)
		}
	}
}
