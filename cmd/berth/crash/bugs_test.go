package crash

import (
	"context"
	"slices"
	"testing"
	"time"

	"berth.dev/engine/apply"
	"berth.dev/engine/lease"
	"berth.dev/engine/object"
	"berth.dev/engine/record"
	"berth.dev/engine/step"
	"berth.dev/engine/target"
	"berth.dev/providers/kube"
	"berth.dev/providers/providertest/audit"
	"berth.dev/providers/providertest/fake"
)

func bugs() []bug {
	return slices.Concat(bugsOfRecords(), bugsOfRequests(), bugsOfOrder(), bugsOfLocks())
}

// bugsOfRecords write sets and records wrongly.
func bugsOfRecords() []bug {
	unseen := func(m record.Member) bool { return m.UID == "" }
	return []bug{
		{name: "sets name things after they are made", law: audit.Named, plant: func(_ *world, c *crooked) {
			c.sets(func(s *record.Set) *record.Set {
				if slices.ContainsFunc(s.Members, unseen) {
					return nil
				}
				return s
			})
		}},
		{name: "a set forgets its last member", law: audit.Named, plant: func(_ *world, c *crooked) {
			c.sets(func(s *record.Set) *record.Set {
				if len(s.Members) < 3 {
					return s
				}
				return s.Without([]object.Ref{s.Members[len(s.Members)-1].Ref})
			})
		}},
		{name: "sets keep what is gone", law: audit.Sets, plant: func(_ *world, c *crooked) {
			most := 0
			c.sets(func(s *record.Set) *record.Set {
				if most = max(most, len(s.Members)); len(s.Members) < most {
					return nil
				}
				return s
			})
		}},
		{name: "epochs stand still", law: audit.Epochs, plant: func(_ *world, c *crooked) {
			c.records(func(r *record.Cluster) { r.Epoch = 1 })
		}},
		{name: "one cluster is not closed", law: audit.Closed, plant: func(_ *world, c *crooked) {
			if c.site != "tokyo" {
				return
			}
			var open *record.Open
			c.records(func(r *record.Cluster) {
				if r.Open == nil {
					r.Open, r.Generation, r.Last = open, r.Generation-1, ""
				}
				open = r.Open
			})
		}},
		{name: "a torn tail is believed", law: audit.Done, plant: func(_ *world, c *crooked) {
			ended := false
			c.create = func(k *kube.Cluster, ctx context.Context, o object.Object) (object.Object, error) {
				if o.Ref().Kind == "Service" && !ended {
					ended = true
					return nil, &target.Fault{Class: target.Broken, What: "create", Says: "the run ends here", Cause: errPlanted}
				}
				return k.Create(ctx, o, target.Write{})
			}
			c.get = func(k *kube.Cluster, ctx context.Context, ref object.Ref) (object.Object, error) {
				o, err := k.Get(ctx, ref)
				if !ended || o == nil || ref != record.ClusterRef() {
					return o, err
				}
				r, err := record.ReadCluster(o)
				if err != nil || r.Open == nil {
					return o, err
				}
				r.Open.Done++
				return r.Object()
			}
		}},
	}
}

// once returns a function that is true the first time it is asked for a reference.
func once(want object.Ref) func(object.Ref) bool {
	was := false
	return func(ref object.Ref) bool {
		first := ref == want && !was
		was = was || first
		return first
	}
}

func named(kind, name string) object.Ref { return object.Ref{Kind: kind, Namespace: shop, Name: name} }

// bugsOfRequests send other requests than they should.
func bugsOfRequests() []bug {
	swapped := func() func(*world, string, string, object.Ref) {
		return func(w *world, site, verb string, ref object.Ref) {
			live := w.servers[site].Object(ref)
			if verb != "delete" || ref != named("ConfigMap", "api-old") || live == nil || live.Label(object.LabelService) == "" {
				return
			}
			stranger := object.Disown(live)
			delete(stranger["metadata"].(map[string]any), "uid")
			delete(stranger["metadata"].(map[string]any), "resourceVersion")
			_ = w.servers[site].Remove(ref)
			_ = w.servers[site].Put("kubectl-client-side-apply", stranger)
		}
	}
	return []bug{
		{name: "deletes do not say which object", law: audit.Owned, intrude: swapped(), plant: func(_ *world, c *crooked) {
			c.remove = func(k *kube.Cluster, ctx context.Context, ref object.Ref, _ target.Only) error {
				return k.Delete(ctx, ref, target.Only{})
			}
		}},
		{name: "a create merges into what is there", law: audit.Planned, intrude: func(w *world, site, verb string, ref object.Ref) {
			if verb == "create" && ref == named("Service", "front") && w.servers[site].Object(ref) == nil {
				stranger, _ := object.Parse([]byte(service("front")))
				_ = w.servers[site].Put("kubectl-client-side-apply", stranger)
			}
		}, plant: func(_ *world, c *crooked) {
			c.create = func(k *kube.Cluster, ctx context.Context, o object.Object) (object.Object, error) {
				live, err := k.Get(ctx, o.Ref())
				if err != nil || live == nil {
					return k.Create(ctx, o, target.Write{})
				}
				merged := o.Copy()
				merged["metadata"].(map[string]any)["uid"] = live.UID()
				return k.Apply(ctx, merged, target.Write{})
			}
		}},
		{name: "a create of which nobody knows is sent under another name", law: audit.Planned, plant: func(_ *world, c *crooked) {
			first := once(named("Service", "front"))
			c.create = func(k *kube.Cluster, ctx context.Context, o object.Object) (object.Object, error) {
				if first(o.Ref()) {
					again := o.Copy()
					again["metadata"].(map[string]any)["name"] = "front-2"
					if _, err := k.Create(ctx, again, target.Write{}); err != nil {
						return nil, err
					}
				}
				return k.Create(ctx, o, target.Write{})
			}
		}},
		{name: "done is written before the request", law: audit.Done, plant: func(_ *world, c *crooked) {
			first := once(named("Service", "front"))
			c.create = func(k *kube.Cluster, ctx context.Context, o object.Object) (object.Object, error) {
				if first(o.Ref()) {
					return at(o, "1"), nil
				}
				return k.Create(ctx, o, target.Write{})
			}
		}},
		{name: "an update deletes and makes again", law: audit.Planned, plant: func(_ *world, c *crooked) {
			c.apply = func(k *kube.Cluster, ctx context.Context, o object.Object) (object.Object, error) {
				if o.Ref() != named("Deployment", "api") {
					return k.Apply(ctx, o, target.Write{})
				}
				if err := k.Delete(ctx, o.Ref(), target.Only{}); err != nil {
					return nil, err
				}
				fresh := o.Copy()
				delete(fresh["metadata"].(map[string]any), "uid")
				return k.Create(ctx, fresh, target.Write{})
			}
		}},
		{name: "claims go with their services", alone: true, law: audit.Claims, plant: func(_ *world, c *crooked) {
			c.remove = func(k *kube.Cluster, ctx context.Context, ref object.Ref, only target.Only) error {
				if ref.Kind == "StatefulSet" {
					_ = k.Delete(ctx, named("PersistentVolumeClaim", "db-data"), target.Only{})
				}
				return k.Delete(ctx, ref, only)
			}
		}},
		{name: "others' marks are not seen", blind: true, law: audit.Tracked, before: func(t *testing.T, w *world) {
			mark := func(o object.Object) {
				o["metadata"].(map[string]any)["annotations"] = map[string]any{"argocd.argoproj.io/tracking-id": "shop:apps/Deployment:shop/front"}
			}
			if err := w.servers["tokyo"].Edit("argocd-controller", named("Deployment", "front"), mark); err != nil {
				t.Fatal(err)
			}
		}, plant: func(_ *world, c *crooked) { c.readsThrough(unmarked) }},
		{name: "health is taken on trust", law: audit.Serving, before: func(_ *testing.T, w *world) {
			w.servers["gke"].Behave(named("Deployment", "front"), fake.Stuck)
		}, plant: func(_ *world, c *crooked) { c.readsThrough(hopeful) }},
	}
}

// readsThrough changes whatever is read.
func (c *crooked) readsThrough(glasses func(object.Object) object.Object) {
	c.get = func(k *kube.Cluster, ctx context.Context, ref object.Ref) (object.Object, error) {
		o, err := k.Get(ctx, ref)
		return glasses(o), err
	}
	c.list = func(k *kube.Cluster, ctx context.Context, q target.Query) ([]object.Object, error) {
		all, err := k.List(ctx, q)
		for i := range all {
			all[i] = glasses(all[i])
		}
		return all, err
	}
}

// unmarked is an object without Argo CD's mark.
func unmarked(o object.Object) object.Object {
	if o.Annotation("argocd.argoproj.io/tracking-id") == "" {
		return o
	}
	out := o.Copy()
	delete(out["metadata"].(map[string]any), "annotations")
	return out
}

// hopeful is a Deployment of which all copies are ready.
func hopeful(o object.Object) object.Object {
	if o == nil || o.Ref().Kind != "Deployment" {
		return o
	}
	out := o.Copy()
	n, _ := out.Copies()
	out["status"] = map[string]any{
		"observedGeneration": out.At("metadata", "generation"), "replicas": n, "updatedReplicas": n, "readyReplicas": n, "availableReplicas": n,
		"conditions": []any{map[string]any{"type": "Available", "status": "True"}, map[string]any{"type": "Progressing", "status": "True", "reason": "NewReplicaSetAvailable"}},
	}
	return out
}

// bugsOfOrder carry out the right steps in the wrong order.
func bugsOfOrder() []bug {
	return []bug{
		{name: "the old side is removed before callers moved", law: audit.Ordered, work: func(w *step.Work) {
			moveStage(w, stageOf(w, step.Delete, "front"), stageOf(w, step.Switch, ""))
		}},
		{name: "the old side is removed before the new one is made", law: audit.Serving, work: func(w *step.Work) {
			moveStage(w, stageOf(w, step.Delete, "front"), stageOf(w, step.Create, "front"))
		}},
		{name: "the new one starts before the old one has stopped", alone: true, law: audit.Single, work: func(w *step.Work) {
			moveStage(w, stageOf(w, step.Create, "mail"), stageOf(w, step.Scale, "mail"))
		}},
		{name: "the wait for the old one's end is left out", alone: true, law: audit.Single, work: func(w *step.Work) {
			w.Stages = slices.DeleteFunc(w.Stages, func(s step.Stage) bool { return s.Steps[0].Kind == step.Wait && s.Steps[0].Gone })
		}},
		{name: "a gate opens by itself", alone: true, law: audit.Gated, work: func(w *step.Work) {
			w.Stages = slices.DeleteFunc(w.Stages, func(s step.Stage) bool { return s.Steps[0].Kind == step.Gate })
		}},
	}
}

// bugsOfLocks let two write at once.
func bugsOfLocks() []bug {
	return []bug{
		{name: "the lease is not asked for", law: audit.Leased, before: func(t *testing.T, w *world) {
			w.put(t, "gke", object.Manager, systemSpace())
		}, job: func(_ *testing.T, _ *world, job *apply.Job) { job.Locks = lawless{} }},
		{name: "the clock stands still in a pause", law: audit.Leased, job: func(t *testing.T, w *world, job *apply.Job) {
			job.Locks = apply.Leases{Holder: fair("run").Holder, Options: lease.DefaultOptions(&frozen{fast: newFast(20)})}
			w.paused(t, job)
		}},
	}
}

// lawless are locks that nobody has to take.
type lawless struct{}

func (lawless) Acquire(context.Context, []lease.Site) (apply.Lease, error) { return lawless{}, nil }
func (lawless) Permit(ctx context.Context) (context.Context, context.CancelFunc, error) {
	ctx, cancel := context.WithCancel(ctx)
	return ctx, cancel, nil
}
func (lawless) Epoch(string) int64            { return 9 }
func (lawless) Release(context.Context) error { return nil }

// frozen is a clock that does not see a pause of its process.
type frozen struct{ *fast }

func (f *frozen) Boot() time.Duration { return time.Hour }

// paused lets a run pause right before it asks for its first create: its lease is not
// renewed, another run takes it, and ends before it has written anything.
func (w *world) paused(t *testing.T, job *apply.Job) {
	t.Helper()
	for _, s := range job.Targets {
		s.(*crooked).replace = func(k *kube.Cluster, ctx context.Context, o object.Object) (object.Object, error) {
			if o.Ref().Kind == "Lease" {
				return nil, &target.Fault{Class: target.Busy, What: "renew", Says: "the process is paused", Cause: errPlanted}
			}
			return k.Replace(ctx, o)
		}
	}
	other := *job
	other.Targets, other.Journal = w.targets(t, "other"), nil
	first := true
	job.Point = func(name string) {
		if !first || name != "before create Namespace shop on gke" {
			return
		}
		first = false
		held, err := fair("other").Acquire(context.Background(), sitesOf(other))
		if err != nil {
			t.Errorf("nobody could take over: %v", err)
			return
		}
		t.Cleanup(func() { _ = held.Release(context.Background()) })
	}
}

func sitesOf(job apply.Job) (all []lease.Site) {
	for _, site := range sites() {
		all = append(all, lease.Site{Name: site, Cluster: job.Targets[site]})
	}
	return all
}
