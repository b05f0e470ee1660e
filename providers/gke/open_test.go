package gke_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/providers/gke"
)

func TestWithoutCredentialsNothingIsOpened(t *testing.T) {
	t.Setenv("GOOGLE_APPLICATION_CREDENTIALS", filepath.Join(t.TempDir(), "none.json"))
	_, err := gke.Open(t.Context(), gke.Options{})
	wantError(t, err, "Log in with `gcloud auth application-default login`, or set GOOGLE_APPLICATION_CREDENTIALS")
}

// TestAJobsOwnTokenIsExchangedForOneOfGoogles is what a CI job does whose token a
// workload identity pool knows.
func TestAJobsOwnTokenIsExchangedForOneOfGoogles(t *testing.T) {
	var sent []url.Values
	sts := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		form, _ := url.ParseQuery(string(body))
		sent = append(sent, form)
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"access_token":"ya29.exchanged","issued_token_type":"urn:ietf:params:oauth:token-type:access_token","token_type":"Bearer","expires_in":3600}`))
	}))
	defer sts.Close()
	folder := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	job := write("token", "job.token")
	t.Setenv("GOOGLE_APPLICATION_CREDENTIALS", write("credentials.json", fmt.Sprintf(`{"type":"external_account",
"audience":"//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/ci/providers/gitlab",
"subject_token_type":"urn:ietf:params:oauth:token-type:jwt","token_url":%q,"credential_source":{"file":%q}}`, sts.URL, job)))
	c, err := gke.Open(t.Context(), gke.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	if len(sent) > 0 {
		t.Errorf("%d tokens were asked for before anything was called", len(sent))
	}
	token, err := gke.TokenOf(t.Context(), c)
	if err != nil || token != "ya29.exchanged" {
		t.Fatalf("%q, %v", token, err)
	}
	if diff := cmp.Diff([]string{"job.token"}, sent[0]["subject_token"]); diff != "" {
		t.Error(diff)
	}
}
