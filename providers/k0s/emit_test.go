package k0s

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"

	"berth.dev/providers/providertest/k0sctl"
)

// texts are those that readers of YAML take for something else, or change.
var traps = []string{
	"", " ", "yes", "No", "on", "NULL", "~", "1", "0644", "0o17", "1:30", "1e3", ".5", "0x1f", "-", "- a", "a: b", "a #b", "#", "@", "`", "%", "*a", "&a", "!a", "{a}", "[a]",
	"'", "\"", "\\", "\n", "\t", "\r\n", "a\nb\n", "é", "日本", "😀", "\u0085", "\u00a0", "\u2028", "\ufeff", "\u007f", "$", "$$", "$HOME", "${PLANTED}", "${A:-b}", "$1", "<<", "=", "?", "2026-01-01", ".inf", ".nan", "true", "n", "y",
}

// value draws what a configuration can hold.
func value(depth int) *rapid.Generator[any] {
	return rapid.Custom(func(t *rapid.T) any {
		kind := rapid.IntRange(0, 6).Draw(t, "kind")
		if depth == 0 {
			kind %= 5
		}
		switch kind {
		case 0:
			return rapid.Int64().Draw(t, "number")
		case 1:
			return rapid.Bool().Draw(t, "truth")
		case 2:
			return rapid.SampledFrom(traps).Draw(t, "trap")
		case 3:
			return rapid.StringN(0, 12, -1).Draw(t, "text")
		case 4:
			return nil
		case 5:
			return rapid.SliceOfN(value(depth-1), 0, 4).Draw(t, "list")
		}
		return rapid.MapOfN(rapid.OneOf(rapid.SampledFrom(traps), rapid.StringMatching(`[a-z]{1,8}`)), value(depth-1), 0, 4).Draw(t, "mapping")
	})
}

func TestWhatIsWrittenIsReadAsItWas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		was := map[string]any{"v": value(3).Draw(t, "value")}
		text := emit(was)
		if bytes.Contains(text, []byte("$")) {
			t.Fatalf("k0sctl would substitute in\n%s", text)
		}
		// As YAML 1.1, which k0s and k0sctl read, and as YAML 1.2.
		is, err := readYAML(text)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		if diff := cmp.Diff(was, is, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("%s\n%s", diff, text)
		}
		var modern map[string]any
		if err := yaml.Unmarshal(text, &modern); err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		if again := emit(is); !bytes.Equal(text, again) {
			t.Fatalf("other bytes:\n%s\n%s", text, again)
		}
	})
}

func TestEveryTextArrivesInK0sctlAsItWas(t *testing.T) {
	o := orders(t, managed(at, host("a", "controller", 1)), nil)
	free := map[string]any{}
	for _, text := range traps {
		if text != "\ufeff" { // no reader of YAML agrees with another on it as a key
			free["k"+text] = text
		}
	}
	put(o.Config, []any{map[string]any{"name": "p", "values": free}}, "spec", "workerProfiles")
	file, err := o.File(Stage{Version: o.Version})
	if err != nil {
		t.Fatal(err)
	}
	v := k0sctl.Load(t, file)
	if v.Refused != "" {
		t.Fatalf("%s\n%s", v.Refused, file)
	}
	if diff := cmp.Diff(o.Config, read(t, []byte(v.Read))["config"]); diff != "" {
		t.Error(diff)
	}
}

func TestFractionsKeepTheirPoint(t *testing.T) {
	for f, want := range map[float64]string{0.5: "0.5\n", 1e6: "1000000.0\n", 1e21: "1000000000000000000000.0\n", -2: "-2.0\n"} {
		var got bytes.Buffer
		emitValue(&got, f, "")
		if got.String() != want {
			t.Errorf("%g is written as %s", f, got.String())
		}
	}
}

func FuzzReadYAML(f *testing.F) {
	f.Add([]byte(config("  api: {port: 1}\n")))
	f.Add([]byte("a: &a [*a]\n"))
	f.Add([]byte("--- \na: 1\n---\n# nothing\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := readYAML(data)
		if err != nil {
			if strings.Contains(err.Error(), "\n") {
				t.Fatalf("more than one line: %q", err)
			}
			return
		}
		again, err := readYAML(emit(m))
		if err != nil {
			t.Fatalf("what is written is not read: %v\n%s", err, emit(m))
		}
		if diff := cmp.Diff(m, again, cmpopts.EquateEmpty(), cmpopts.EquateNaNs()); diff != "" {
			t.Fatal(diff)
		}
	})
}
