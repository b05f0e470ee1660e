package k0sctl

import (
	"encoding/base64"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestSecretsAreHiddenAndWordsAreNot(t *testing.T) {
	for _, c := range []struct{ says, want string }{
		{"==> Running phase: Upgrade controllers", "==> Running phase: Upgrade controllers"},
		{"[ssh] 10.0.0.5:22: generating join token for worker", "[ssh] 10.0.0.5:22: generating join token for worker"},
		{"writing join token to /etc/k0s/k0stoken", "writing join token to /etc/k0s/k0stoken"},
		{"password: hunter", "password: [hidden]"},
		{`{"password":"hunter"}`, `{"password":"[hidden]"}`},
		{"--token=abc", "--token=[hidden]"},
		{"Authorization: Bearer abc.def", "Authorization: [hidden]"},
		{"Bearer s3cr3t", "Bearer [hidden]"},
		{"client-key-data: c2VjcmV0", "client-key-data: [hidden]"},
		{"https://admin:hunter2@mirror.example/k0s", "https://[hidden]@mirror.example/k0s"},
		{"token id abcdef.0123456789abcdef", "token id [hidden]"},
		{"eyJhbGciOi.eyJzdWIiOi.c2ln", "[hidden]"},
		{"H4sIAAAAAAAC/2yQQW7bMBBF9zwFL2DZyaZFgO4x", "[hidden]"},
		{strings.Repeat("0a", 32), "[hidden]"},
		{"/var/lib/k0s/bin/kube-apiserver-with-a-long-name/that-goes-on", "/var/lib/k0s/bin/kube-apiserver-with-a-long-name/that-goes-on"},
		{"before -----BEGIN RSA PRIVATE KEY----- x -----END RSA PRIVATE KEY----- after", "before [hidden]"},
	} {
		if diff := cmp.Diff(c.want, (&lines{}).hide(c.says)); diff != "" {
			t.Error(diff)
		}
	}
}

func TestNothingWithinABlockOfKeysIsShown(t *testing.T) {
	var heard []string
	l := &lines{say: func(s string) { heard = append(heard, s) }}
	l.read(strings.NewReader("level=info msg=a\n-----BEGIN EC PRIVATE KEY-----\nMHcC\nlevel=info msg=MHcC\n-----END EC PRIVATE KEY-----\nlevel=info msg=b\n"))
	l.end()
	if diff := cmp.Diff([]string{"a", "b"}, heard); diff != "" {
		t.Error(diff)
	}
	if strings.Contains(l.complaint(), "MHcC") {
		t.Error(l.complaint())
	}
}

func TestNoKeyIsShownWhateverStandsAroundIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw := rapid.SliceOfN(rapid.Byte(), 48, 200).Draw(t, "key")
		key := base64.StdEncoding.EncodeToString(raw)
		if rapid.Bool().Draw(t, "hexadecimal") {
			key = hex.EncodeToString(raw)
		}
		if digits.FindString(key) == "" && !mixed(key) {
			t.Skip("a key that nobody would draw")
		}
		before, after := rapid.StringMatching(`[ -~]{0,20}[ "=:']`).Draw(t, "before"), rapid.StringMatching(`[ "';]?`).Draw(t, "after")
		if shown := (&lines{}).hide(before + key + after); strings.Contains(shown, key[8:40]) {
			t.Fatalf("shown: %s", shown)
		}
	})
}

func FuzzLinesAreShortPlainAndHaveNoPasswords(f *testing.F) {
	f.Add("level=error msg=\"\x1b]0;x\x07 password=hunter2hunter2\"\n")
	f.Add("level=info msg=\"-----BEGIN\nx")
	f.Fuzz(func(t *testing.T, text string) {
		l := &lines{}
		check := func(s string) {
			if len([]rune(s)) > longest+20 || s != plain(s) {
				t.Errorf("shown: %q", s)
			}
		}
		l.say = check
		l.read(strings.NewReader(text))
		l.end()
		if len(l.complaints) > kept || len(l.last) > kept {
			t.Error("too much is kept")
		}
		for _, s := range append(l.complaints, l.last...) {
			check(s)
		}
	})
}
