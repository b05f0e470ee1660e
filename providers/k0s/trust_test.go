package k0s

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAFileKeepsK0sctlToThePinnedKey(t *testing.T) {
	for key, want := range map[string]string{
		"ssh-ed25519 AAAA":         "ssh-ed25519",
		"ssh-rsa AAAA":             "rsa-sha2-512,rsa-sha2-256",
		"ecdsa-sha2-nistp256 AAAA": "ecdsa-sha2-nistp256",
	} {
		h := &Host{Name: "w1", Role: Worker, Address: "192.0.2.1", Port: 22, User: "root", HostKey: key}
		got := h.entry(Stage{})["ssh"].(map[string]any)["options"]
		if diff := cmp.Diff(map[string]any{"StrictHostKeyChecking": "yes", "HostKeyAlgorithms": want}, got); diff != "" {
			t.Error(diff)
		}
	}
}
