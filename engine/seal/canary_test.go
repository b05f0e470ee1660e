package seal

import (
	"bytes"
	"encoding/base64"
	"encoding/gob"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"testing"

	"berth.dev/engine/object"
)

// canaries are values that must be found nowhere. Some cannot be a Secret's value as
// they stand, so that the errors about them are looked at too.
func canaries() []string {
	out := []string{}
	for i, form := range []string{
		"canary-%02d-plain", "canary-%02d with space", "canary-%02d\nlines", "canary-%02d\"quote\\", "canary-%02d<tag>&amp;", "canary-%02d-ümläut",
		"canary-%02d%%41%%20", "canary-%02d\x00\x01", "{\"canary-%02d\":1}", "canary-%02d=?/+", "postgres://u:canary-%02d@db/x", "-----BEGIN canary-%02d-----",
	} {
		out = append(out, fmt.Sprintf(form, i))
	}
	return out
}

// forms are the ways in which a value may hide in a text.
func forms(value string) []string {
	quoted := strings.Trim(fmt.Sprintf("%q", value), `"`)
	return []string{
		value, quoted, url.QueryEscape(value), url.PathEscape(value),
		base64.StdEncoding.EncodeToString([]byte(value)), base64.URLEncoding.EncodeToString([]byte(value)),
		base64.RawStdEncoding.EncodeToString([]byte(value)),
		hex.EncodeToString([]byte(value)), strings.ToUpper(hex.EncodeToString([]byte(value))),
		strings.Trim(fmt.Sprint([]byte(value)), "[]"),
	}
}

// shown is everything that the package says about a value: its secrets in every form
// of printing, and the errors of all that can be done to an object or a file with it.
func shown(t *testing.T, value string) string {
	t.Helper()
	var out strings.Builder
	print := func(v any) {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%b", "%t", "%p", "%T"} {
			fmt.Fprintf(&out, verb+"\n", v)
		}
	}
	s := Hide([]byte(value))
	type holder struct {
		hidden Secret
		Shown  Secret
		Points *Secret
		List   []Secret
		Named  map[string]Secret
	}
	h := holder{s, s, &s, []Secret{s}, map[string]Secret{"a": s}}
	seeded := keyOf([]byte(fmt.Sprintf("%-32s", value))[:32])
	for _, v := range []any{s, &s, h, &h, seeded, *seeded, seeded.File(), fmt.Errorf("%v: %w", s, ErrValue)} {
		print(v)
		text, err := json.Marshal(v)
		fmt.Fprintln(&out, string(text), err)
		text, err = xml.Marshal(v)
		fmt.Fprintln(&out, string(text), err)
		err = gob.NewEncoder(&out).Encode(v)
		fmt.Fprintln(&out, err)
		slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug})).Debug("said", "v", v, "s", s)
		slog.New(slog.NewJSONHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug})).Debug("said", "v", v, "s", s)
	}
	for _, o := range holding(value) {
		for _, k := range []*Key{nil, key(t, 1), key(t, 2)} {
			m, err := Mask(o, k)
			print(err)
			print(map[string]any(m))
			good, _ := Mask(secret(t, `,"data":{"a":"b25l"}`), key(t, 1))
			_, err = Unmask(good, o, k)
			print(err)
			if m != nil {
				_, err = Unmask(m, secret(t, `,"data":{"a":"b25l"}`), k)
				print(err)
			}
			_, err = Unmask(o, o, k)
			print(err)
		}
	}
	for _, kind := range []string{"", privateFile + " ", publicFile + " ", signatureFile + " ", privateFile + " 0123456789abcdef "} {
		file := []byte(kind + value + "\n")
		print(readPrivate(file))
		print(readPublic(file))
		_, err := Verify(Keys{key(t, 1).Public()}, []byte(value), file)
		print(err)
		_, err = Verify(Keys{key(t, 1).Public()}, []byte(value), Sign(key(t, 1), []byte(plan)))
		print(err)
	}
	return out.String()
}

// holding are Secrets with the value in each place where it may be.
func holding(value string) []object.Object {
	metadata := map[string]any{"name": "db", "namespace": "ads"}
	applied := map[string]any{"name": "db", "namespace": "ads", "annotations": map[string]any{lastApplied: value}}
	encoded := base64.StdEncoding.EncodeToString([]byte(value))
	return []object.Object{
		{"kind": "Secret", "metadata": metadata, "data": map[string]any{"a": encoded}},
		{"kind": "Secret", "metadata": metadata, "data": map[string]any{"a": value}},
		{"kind": "Secret", "metadata": metadata, "stringData": map[string]any{"a": value}},
		{"kind": "Secret", "metadata": metadata, "stringData": map[string]any{"a": []any{value}}},
		{"kind": "Secret", "metadata": metadata, "data": value},
		{"kind": "Secret", "metadata": metadata, "stringdata": map[string]any{"a": value}},
		{"kind": "Secret", "metadata": applied},
	}
}

// found are the forms of a value that a text has.
func found(text, value string) (out []string) {
	for _, form := range forms(value) {
		if strings.Contains(text, form) {
			out = append(out, form)
		}
	}
	return out
}

func TestTheSearchForCanariesFindsTheOnesInAnUnguardedStruct(t *testing.T) {
	for _, canary := range canaries() {
		text := fmt.Sprintf("%v %x", struct{ value []byte }{[]byte(canary)}, canary)
		if len(found(text, canary)) == 0 {
			t.Errorf("%q was not found", canary)
		}
	}
}

func TestNoSecretIsEverShown(t *testing.T) {
	looked := 0
	for _, canary := range canaries() {
		text := shown(t, canary)
		looked += len(text)
		for _, form := range found(text, canary) {
			at := strings.Index(text, form)
			t.Errorf("%q is shown as %q: …%q", canary, form, text[max(0, at-80):min(len(text), at+len(form)+20)])
		}
	}
	t.Logf("%d bytes looked through", looked)
}

func TestASecretGivesOutWhatItHidesAndNotItsOwnCopy(t *testing.T) {
	value := []byte("hunter2")
	s := Hide(value)
	value[0] = 'x'
	s.Reveal()[1] = 'x'
	if !bytes.Equal(s.Reveal(), []byte("hunter2")) || !s.Equal(Hide([]byte("hunter2"))) || s.Equal(Secret{}) {
		t.Error("the secret has changed")
	}
	if (Secret{}).Reveal() != nil {
		t.Error("the zero secret holds something")
	}
}
