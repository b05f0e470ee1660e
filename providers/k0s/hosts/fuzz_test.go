package hosts

import (
	"slices"
	"testing"
)

func FuzzAnAnswerNamesOnlyWhatIsAskedFor(f *testing.F) {
	f.Add([]byte("binary /usr/local/bin/k0s v1.36.3+k0s.1\nservice /etc/init.d/k0sworker\nnode n\nend\n"), []byte(`{"Version":"v1","Pid":1,"Role":"controller","Args":["a","b","c"]}`))
	f.Add([]byte("binary /bin/sh\nnode x\nend"), []byte("{"))
	f.Fuzz(func(t *testing.T, look, status []byte) {
		facts, err := parseLook(look)
		if err != nil {
			return
		}
		_, known := services[facts.Service]
		if facts.Node == "" || facts.Binary != "" && !slices.Contains(binaries, facts.Binary) || facts.Service != "" && !known {
			t.Errorf("%+v", facts)
		}
		if err := parseStatus(status, facts); err == nil && facts.Running && (facts.Version == "" || facts.Role == "") {
			t.Errorf("%+v", facts)
		}
	})
}
