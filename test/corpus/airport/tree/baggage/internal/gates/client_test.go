package gates

import "testing"

func TestDial(t *testing.T) {
	// needs gates on localhost:9303
	want := "localhost:9303"
	if got := Dial().conn.Target(); got != want {
		t.Errorf("target %s, want %s", got, want)
	}
}
