package e2e_test

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"berth.dev/providers/providertest/cluster"
)

// argo plays Argo CD on both clusters: it brings what is in its repository, marks it as
// its own, puts back what somebody changes, takes away what the repository has no more,
// and says in an Application which revision is there. It looks five times a second.
type argo struct {
	s *scene
	// repository has a folder for each site, as berth's folder of deliveries.
	repository string

	mu       sync.Mutex
	revision string
	failed   error
}

// manager is the field manager of Argo CD.
const manager = "argocd-controller"

// application is the object in which Argo CD says of a site how it stands, status what it
// says.
const (
	application = `{"apiVersion":"argoproj.io/v1alpha1","kind":"Application","metadata":{"name":"shop","namespace":"argocd"},"spec":{"project":"default"}}`
	status      = `{"status":{"sync":{"status":"Synced","revision":%[1]q},"health":{"status":"Healthy"},"operationState":{"phase":"Succeeded","finishedAt":%[2]q,"syncResult":{"revision":%[1]q}}}}`
)

// argoed starts a double of Argo CD that ends with the test.
func argoed(s *scene) *argo {
	s.Helper()
	a := &argo{s: s, repository: s.TempDir()}
	for _, c := range s.clusters() {
		s.kubectl(c, "", "create", "namespace", "argocd")
		s.kubectl(c, application, "apply", "-f", "-")
	}
	ctx, cancel := context.WithCancel(s.Context())
	var playing sync.WaitGroup
	for _, c := range s.clusters() {
		playing.Go(func() {
			for ctx.Err() == nil {
				if err := a.reconcile(ctx, c); err != nil && ctx.Err() == nil {
					a.mu.Lock()
					a.failed = err
					a.mu.Unlock()
				}
				select {
				case <-ctx.Done():
				case <-time.After(200 * time.Millisecond):
				}
			}
		})
	}
	s.Cleanup(func() {
		cancel()
		playing.Wait()
		if a.failed != nil {
			s.Log("the double of Argo CD failed: ", a.failed)
		}
	})
	return a
}

// merge takes over what berth has written to its folder, as a new revision.
func (a *argo) merge(folder, revision string) {
	a.s.Helper()
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.failed != nil {
		a.s.Fatal("the double of Argo CD fails: ", a.failed)
	}
	a.s.good(os.RemoveAll(a.repository))
	a.s.good(os.CopyFS(a.repository, os.DirFS(filepath.Join(a.s.dir, folder))))
	a.revision = revision
}

// reconcile brings one cluster to what the repository has for it.
func (a *argo) reconcile(ctx context.Context, c *cluster.Cluster) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.revision == "" {
		return nil
	}
	var all strings.Builder
	wanted := map[string]bool{}
	err := filepath.WalkDir(filepath.Join(a.repository, c.Name), func(name string, d fs.DirEntry, err error) error {
		if os.IsNotExist(err) || err == nil && (d.IsDir() || d.Name() == "kustomization.yaml") {
			return nil // that one lists the others
		}
		text, err := os.ReadFile(name)
		wanted[strings.TrimSuffix(d.Name(), ".yaml")] = true
		all.WriteString("---\n" + string(text))
		return err
	})
	if err != nil {
		return err
	}
	for _, ref := range []string{"deployment", "service"} {
		if wanted[ref+"-web"] {
			continue
		}
		if _, err := c.Kubectl(ctx, "", "", "delete", ref, "web", "-n", "shop", "--ignore-not-found", "--wait=false"); err != nil {
			return err
		}
	}
	if len(wanted) > 0 {
		if err := a.bring(ctx, c, all.String()); err != nil {
			return err
		}
	}
	_, err = c.Kubectl(ctx, "", "", "patch", "application", "shop", "-n", "argocd", "--subresource=status", "--type=merge",
		"-p", fmt.Sprintf(status, a.revision, time.Now().UTC().Format(time.RFC3339)))
	return err
}

// bring applies manifests and marks them.
func (a *argo) bring(ctx context.Context, c *cluster.Cluster, text string) error {
	marked := regexp.MustCompile(`(?m)^metadata:$`).ReplaceAllString(text, "metadata:\n  annotations: {argocd.argoproj.io/tracking-id: 'shop:apps/Deployment:shop/web'}")
	space := "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n"
	_, err := c.Kubectl(ctx, "", space+marked, "apply", "--server-side", "--force-conflicts", "--field-manager="+manager, "-f", "-")
	return err
}

// A product that is delivered by Argo CD moves too, and berth never writes to what Argo CD
// keeps: it writes folders, waits for their merge, and reads.
func TestWhatArgoCDDeliversIsMovedByFoldersAlone(t *testing.T) {
	s := play(t, shop)
	s.edit("workspace.hcl", "product \"shop\" {\n", "product \"shop\" {\n  delivery = \"gitops\"\n  folder   = \"deliver\"\n")
	s.write("web.hcl", service("web", "gke", `  manifests = "deploy"`))
	s.write("deploy/web.yaml", manifests("web", "registry.example/web:1", "", 2))
	a := argoed(s)
	start := s.mark()
	s.plan("--pin", "web=gke")
	begin := s.gate(s.apply(7))
	a.merge("deliver", "1111111aaaa")
	s.run(0, "resume", "plan.json", "-C", ".", "--gate", begin, "--revision", "1111111")
	s.kubectl(s.gke, route("shop", "web"), "apply", "-f", "-")

	served := s.watch("shop", "web")
	s.plan("--pin", "web=tokyo")
	gate := s.gate(s.apply(7))
	if o := s.get(s.tokyo, deployment("shop", "web")); o != nil {
		t.Error("berth has made what Argo CD is to bring")
	}
	a.merge("deliver", "2222222bbbb")
	second := s.gate(s.run(7, "resume", "plan.json", "-C", ".", "--gate", gate, "--revision", "2222222"))
	if got := s.weights("shop", "web"); got != "web-gke 0, web-tokyo 1000" {
		t.Errorf("callers go %s", got)
	}

	// What somebody changes is put back by its keeper, not by berth.
	s.kubectl(s.tokyo, "", "set", "image", "deployment/web", "web=registry.example/web:night", "-n", "shop")
	a.merge("deliver", "3333333cccc")
	s.run(0, "resume", "plan.json", "-C", ".", "--gate", second, "--revision", "3333333")
	served()
	s.serves(s.tokyo, "shop", "web", 2)
	if o := s.get(s.gke, deployment("shop", "web")); o != nil {
		t.Error("the old side is still there")
	}
	want := []string{"gke patch httproutes/shop/web", "gke patch httproutes/shop/web"}
	if got := s.writes(start); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("want the route's two weights and nothing else, got:\n%s", strings.Join(got, "\n"))
	}
}

// gate is the one at which a run has stopped.
func (s *scene) gate(a answer) string {
	s.Helper()
	found := regexp.MustCompile(`--gate (\S+)`).FindStringSubmatch(a.out + a.err)
	if found == nil {
		s.Fatalf("it stopped at no gate: %s", a.err)
	}
	return found[1]
}
