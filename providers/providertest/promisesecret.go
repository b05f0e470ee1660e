package providertest

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/url"
	"strings"

	"berth.dev/engine/object"
	"berth.dev/engine/target"
)

// canary is a value that must not be found anywhere.
const canary = "c4n4ry/of=the mine"

func secretPromises() []Promise {
	return []Promise{{"A failure never says a secret's value", secretsKept}}
}

func encoded(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }

// secret is a Secret in the scene's namespace.
func (s *scene) secret(name, text string) object.Object {
	return object.Object{"apiVersion": "v1", "kind": "Secret", "metadata": map[string]any{"name": name, "namespace": s.Namespace}, "type": "Opaque",
		"data": map[string]any{"password": encoded(text)}}
}

func secretsKept(s *scene) {
	made := s.must(s.Create(s.ctx, s.secret("a", "first"), target.Write{}))
	bad := s.secret("b", canary)
	bad["data"].(map[string]any)["not a name"] = encoded(canary)
	plain := s.secret("b", canary)
	plain["data"].(map[string]any)["raw"] = canary // no base64: the server quotes what it cannot read
	typed := with(s.secret("a", canary), made.UID(), "")
	typed["type"] = canary
	_, exists := s.Create(s.ctx, s.secret("a", canary), target.Write{})
	_, invalid := s.Create(s.ctx, bad, target.Write{})
	_, unreadable := s.Create(s.ctx, plain, target.Write{})
	_, immutable := s.Apply(s.ctx, typed, target.Write{})
	_, patched := s.Patch(s.ctx, made.Ref(), []target.Op{{Op: "test", Path: "/data/password", Value: encoded(canary)}}, target.Write{})
	_, mistyped := s.Patch(s.ctx, made.Ref(), []target.Op{{Op: "replace", Path: "/data/password", Value: canary}}, target.Write{})
	s.silent("create what exists", exists)
	s.silent("create under a name that is none", invalid)
	s.silent("create what is not encoded", unreadable)
	s.silent("apply another type", immutable)
	s.silent("patch after a test that fails", patched)
	s.silent("patch to what is not encoded", mistyped)
}

// silent checks that a failure does not say the secret, however it is printed.
func (s *scene) silent(what string, err error) {
	if err == nil {
		s.failf("%s: no failure", what)
		return
	}
	said := fmt.Sprintf("%v %+v %#v", err, err, err)
	for _, form := range []string{canary, encoded(canary), url.QueryEscape(canary), hex.EncodeToString([]byte(canary))} {
		if strings.Contains(said, form) {
			s.failf("%s: the failure says the secret's value", what)
		}
	}
}
