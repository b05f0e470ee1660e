package apply_test

import (
	"context"
	"path"
	"slices"
	"testing"

	"berth.dev/engine/object"
)

// argo is a double of what brings folders to clusters: it makes what a folder holds,
// and removes what it does not hold any longer.
type argo struct {
	s      *scene
	folder map[string][]object.Ref
}

func (a *argo) deliver(_ context.Context, folder string, objects []object.Object) error {
	server := a.s.servers[path.Base(folder)]
	var now []object.Ref
	for _, o := range objects {
		now = append(now, o.Ref())
		if server.Object(o.Ref()) == nil {
			if err := server.Put("argocd-controller", o); err != nil {
				return err
			}
		}
	}
	for _, ref := range a.folder[folder] {
		if !slices.Contains(now, ref) {
			if err := server.Remove(ref); err != nil {
				return err
			}
		}
	}
	a.folder[folder] = now
	return nil
}

func TestWhatIsDeliveredThroughAFolderIsNeverWrittenByBerth(t *testing.T) {
	s := newScene(t)
	s.put("tokyo", namespaceShop, route)
	s.put("gke", namespaceShop)
	a := &argo{s: s, folder: map[string][]object.Ref{}}
	first := shop(t, 2, at(0, "tokyo"))
	first.Runs, first.Delivery, first.Folder = nil, "gitops", "deploy/web"
	w, bag := s.plan(first)
	job := s.job(w, bag)
	job.Hands.Deliver = a.deliver
	s.run(job)

	then := shop(t, 2, at(0, "tokyo"), at(1, "gke"))
	then.Delivery, then.Folder = "gitops", "deploy/web"
	w, bag = s.plan(then)
	job = s.job(w, bag)
	job.Hands.Deliver = a.deliver
	s.run(job)
	if s.servers["tokyo"].Object(web) != nil || s.servers["gke"].Object(web) == nil {
		t.Error("it did not move")
	}
	for _, site := range []string{"gke", "tokyo"} {
		for _, write := range s.writes(site) {
			if write != "patch HTTPRoute default/front" {
				t.Errorf("%s: berth sent %s", site, write)
			}
		}
	}
	if len(a.folder) != 2 {
		t.Errorf("folders: %v", a.folder)
	}
}
