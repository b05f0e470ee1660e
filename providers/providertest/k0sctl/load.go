package k0sctl

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os/exec"
	"testing"
)

// Verdict is what k0sctl makes of a file.
type Verdict struct {
	// Refused is why it does not take the file, "" where it does.
	Refused string `json:"refused"`
	// Read is the cluster as it was read, as YAML with all defaults. Manifests counts the
	// other documents of the file, which k0sctl would apply to the cluster.
	Read      string `json:"read"`
	Manifests int    `json:"manifests"`
	// GracePeriod and Timeout are those of a drain, in nanoseconds.
	GracePeriod int64 `json:"grace_period"`
	Timeout     int64 `json:"timeout"`
	// Drains says whether k0sctl would drain, Limit how many hosts it changes at once.
	Drains bool `json:"drains"`
	Limit  int  `json:"limit"`
}

// Load gives a file to k0sctl's own loader and validation. Its environment
// has a home without files, and a variable PLANTED whose value is "planted".
func Load(t testing.TB, file []byte) Verdict {
	t.Helper()
	v, err := load(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func load(ctx context.Context, file []byte) (v Verdict, err error) {
	program, err := binary(ctx)
	if err != nil {
		return v, err
	}
	var out, words bytes.Buffer
	cmd := exec.CommandContext(ctx, program)
	cmd.Env = []string{"PLANTED=planted", "HOME=/nowhere"}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(file), &out, &words
	if err := cmd.Run(); err != nil {
		return v, fmt.Errorf("%s: %w: %s", program, err, words.Bytes())
	}
	return v, json.Unmarshal(out.Bytes(), &v)
}
